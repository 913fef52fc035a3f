package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.TestServers;
import dev.holdfast.activities.ssh.mina.MinaSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.server.CredentialRefusals;
import dev.holdfast.platform.server.PendingReverts;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refused key is left alone for a while, and never where a change is to be reverted. */
@LabTest
final class KeyRefusedIT {
  private static final Command WHO = new Command("id -un", "", false, Duration.ofSeconds(20), 1000);

  @SuppressWarnings("NullAway.Init")
  private static TestDatabase database;

  private final Lab lab;
  private final LabServer labServer;
  private final Server server;
  private final TestServers servers = new TestServers(database.jdbi());

  KeyRefusedIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer);
  }

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @BeforeEach
  void lockOut() {
    servers.register(server);
    LabFixture.onServer(
        lab, "cp -p ~debian/.ssh/authorized_keys /root/keys && : >~debian/.ssh/authorized_keys");
  }

  @AfterEach
  void letIn() {
    LabFixture.onServer(lab, "cat /root/keys >~debian/.ssh/authorized_keys");
    servers.remove(server);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sshj", "mina"})
  void shouldShowARefusedKeyOnceAndFreeItByACheck(String adapter) {
    assertThat(refused(adapter)).hasMessageContaining("refuses the login");
    for (int i = 0; i < 5; i++) {
      assertThat(refused(adapter))
          .hasMessageContaining("is not logged in to now")
          .hasMessageContaining("server check lab-1");
    }
    letInAgain();
    assertThat(refused(adapter)).hasMessageContaining("is tried again at");

    new CredentialRefusals(database.jdbi()).free(server.name());

    assertThat(who(adapter)).isEqualTo("debian\n");
  }

  @Test
  void shouldTryAgainAfterThePauseAndForgetTheRefusalWhenItWorks() {
    refused("sshj");
    letInAgain();
    database
        .jdbi()
        .useHandle(handle -> handle.execute("update credential_tries set next_try = now()"));

    assertThat(who("sshj")).isEqualTo("debian\n");
    assertThat(new CredentialRefusals(database.jdbi()).of(server.name())).isEmpty();
  }

  @Test
  void shouldProveWhateverIsKnownAndFreeTheKeyByALoginThatWorks() {
    refused("sshj");
    letInAgain();

    with(
        "sshj",
        ssh -> {
          ssh.prove(server, server.port());
          return true;
        });

    assertThat(who("sshj")).isEqualTo("debian\n");
  }

  @Test
  void shouldGoOnTryingWhereARevertIsPending() {
    new PendingReverts(database.jdbi()).expect(server.name(), Duration.ofMinutes(2));

    for (int i = 0; i < 3; i++) {
      assertThat(refused("sshj")).hasMessageContaining("refuses the login");
    }
    letInAgain();

    assertThat(who("sshj")).isEqualTo("debian\n");
  }

  private void letInAgain() {
    LabFixture.onServer(lab, "cat /root/keys >~debian/.ssh/authorized_keys");
  }

  private SshException refused(String adapter) {
    SshException failure = catchThrowableOfType(SshException.class, () -> who(adapter));
    assertThat(failure).isNotNull();
    assertThat(failure.type()).isEqualTo(FailureType.AUTHENTICATION);
    return failure;
  }

  private String who(String adapter) {
    return with(adapter, ssh -> ssh.exec(server, WHO).stdout());
  }

  /** By a worker that has just started. */
  private <T> T with(String adapter, Function<Ssh, T> use) {
    CredentialGuard guard = new CredentialGuard(servers.tries());
    Credentials credentials = LabFixture.credentials(labServer);
    try (Ssh ssh =
        adapter.equals("mina")
            ? new MinaSsh(credentials, SshSettings.defaults(), guard)
            : new SshjSsh(credentials, SshSettings.defaults(), _ -> Optional.empty(), guard)) {
      return use.apply(ssh);
    }
  }
}
