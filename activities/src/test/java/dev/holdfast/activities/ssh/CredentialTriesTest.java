package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.TestServers;
import dev.holdfast.platform.server.CredentialKind;
import dev.holdfast.platform.server.CredentialRefusal;
import dev.holdfast.platform.server.CredentialRefusals;
import dev.holdfast.platform.server.CredentialTries;
import dev.holdfast.platform.server.CredentialTries.Answer;
import dev.holdfast.platform.server.LoginSecrets;
import dev.holdfast.platform.server.PendingReverts;
import dev.holdfast.platform.server.ShownCredential;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a whole installation remembers of credentials, on a real database. */
final class CredentialTriesTest {
  private static final String NAME = "web-1";
  private static final Server SERVER =
      new Server(NAME, "192.0.2.7", 22, "admin", "k", List.of(), Map.of(), null);
  private static final ShownCredential PASSWORD =
      new ShownCredential(CredentialKind.SUDO_PASSWORD, "admin", "guess");
  private static final ShownCredential KEY =
      new ShownCredential(CredentialKind.LOGIN_KEY, "admin", "a key");

  @SuppressWarnings("NullAway.Init")
  private static TestDatabase database;

  private final TestServers servers = new TestServers(database.jdbi());
  private final CredentialRefusals refusals = new CredentialRefusals(database.jdbi());
  private final PendingReverts reverts = new PendingReverts(database.jdbi());

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @BeforeEach
  void register() {
    servers.register(SERVER);
  }

  @AfterEach
  void remove() {
    servers.remove(SERVER);
  }

  @Test
  void shouldLetOneOfManyTryAPassword() throws Exception {
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(threads.submit(() -> servers.tries().claim(NAME, PASSWORD)));
      }
      for (Future<Answer> one : all) {
        answers.add(one.get());
      }
    }

    assertThat(answers).filteredOn(Answer.Claimed.class::isInstance).hasSize(1);
    assertThat(answers).filteredOn(Answer.Busy.class::isInstance).hasSize(19);
  }

  @Test
  void shouldRememberARefusedPasswordUntilItChanges() {
    claimed(PASSWORD);
    servers.tries().refused(NAME, PASSWORD, "Sorry");

    assertThat(refused(PASSWORD).nextTry()).isNull();
    assertThat(refused(PASSWORD).reason()).isEqualTo("Sorry");
    claimed(new ShownCredential(CredentialKind.SUDO_PASSWORD, "admin", "another"));
    claimed(PASSWORD);
  }

  @Test
  void shouldNotShowAMachineUnderAnotherNameWhatItRefused() {
    Server alias =
        new Server(
            "web-1-admin",
            "192.0.2.8",
            22,
            "admin",
            "k",
            List.of(),
            Map.of(),
            null,
            SERVER.access(),
            null,
            NAME);
    servers.register(alias);
    try {
      claimed(PASSWORD);
      servers.tries().refused(NAME, PASSWORD, "Sorry");
      servers.tries().refused(NAME, KEY, "refuses the login");

      assertThat(servers.tries().claim(alias.name(), PASSWORD)).isInstanceOf(Answer.Refused.class);
      assertThat(servers.tries().claim(alias.name(), KEY)).isInstanceOf(Answer.Refused.class);
      refusals.free(alias.name());
      assertThat(servers.tries().claim(alias.name(), PASSWORD)).isInstanceOf(Answer.Claimed.class);
      assertThat(servers.tries().claim(NAME, KEY)).isInstanceOf(Answer.Free.class);
    } finally {
      servers.remove(alias);
    }
  }

  @Test
  void shouldFreeARefusedPasswordByACheckAndByANewOne() {
    claimed(PASSWORD);
    servers.tries().refused(NAME, PASSWORD, "Sorry");
    refusals.free(NAME);
    claimed(PASSWORD);
    servers.tries().refused(NAME, PASSWORD, "Sorry");
    refused(PASSWORD);

    servers
        .servers()
        .change("default", NAME, server -> server, new LoginSecrets(null, null, "guess"));

    claimed(PASSWORD);
  }

  @Test
  void shouldKeepARefusalWhereSomethingElseIsChanged() {
    claimed(PASSWORD);
    servers.tries().refused(NAME, PASSWORD, "Sorry");

    servers
        .servers()
        .change(
            "default",
            NAME,
            s ->
                new Server(
                    s.name(),
                    s.address(),
                    2222,
                    s.user(),
                    s.credential(),
                    s.hostKeys(),
                    Map.of("env", "prod"),
                    s.region()),
            new LoginSecrets(null, null, null));

    refused(PASSWORD);
  }

  @Test
  void shouldLetAllUseAnAcceptedPasswordUntilItIsRefused() {
    claimed(PASSWORD);
    servers.tries().accepted(NAME, PASSWORD);
    assertThat(servers.tries().claim(NAME, PASSWORD)).isInstanceOf(Answer.Free.class);

    servers.tries().refused(NAME, PASSWORD, "changed on the server");

    refused(PASSWORD);
  }

  @Test
  void shouldCountATryAsMadeWhoseWorkerWasLost() {
    claimed(PASSWORD);
    later("changed_at = now() - interval '3 minutes'");

    assertThat(refused(PASSWORD).reason()).contains("is not known");
    assertThat(refusals.of(NAME)).hasSize(1);
    refusals.free(NAME);
    claimed(PASSWORD);
  }

  @Test
  void shouldGiveBackATryThatShowedNothing() {
    claimed(PASSWORD);
    servers.tries().notShown(NAME, PASSWORD);

    claimed(PASSWORD);
  }

  @Test
  void shouldTryAPasswordOnceMoreThatWasRefusedBeforeARevert() {
    reverts.expect(NAME, Duration.ofMinutes(5));
    claimed(PASSWORD);
    servers.tries().refused(NAME, PASSWORD, "Sorry");
    assertThat(refused(PASSWORD).nextTry()).isAfter(Instant.now());

    later("next_try = now()");

    claimed(PASSWORD);
  }

  @Test
  void shouldLeaveARefusedKeyAloneForLongerAndLonger() {
    List<Long> pauses = new ArrayList<>();
    assertThat(servers.tries().claim(NAME, KEY)).isInstanceOf(Answer.Free.class);
    for (int i = 0; i < 6; i++) {
      servers.tries().refused(NAME, KEY, "refuses the login");
      Instant next = refused(KEY).nextTry();
      assertThat(next).isNotNull();
      pauses.add(Math.round(Duration.between(Instant.now(), next).toSeconds() / 60.0));
      later("next_try = now()");
      claimed(KEY);
      assertThat(servers.tries().claim(NAME, KEY)).isInstanceOf(Answer.Busy.class);
    }

    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 15L, 15L);
    servers.tries().accepted(NAME, KEY);
    assertThat(servers.tries().claim(NAME, KEY)).isInstanceOf(Answer.Free.class);
    assertThat(refusals.of(NAME)).isEmpty();
  }

  @Test
  void shouldHoldNothingAgainstAKeyWhileARevertIsPending() {
    servers.tries().refused(NAME, KEY, "refuses the login");
    refused(KEY);

    reverts.expect(NAME, Duration.ofMinutes(5));

    assertThat(servers.tries().claim(NAME, KEY)).isInstanceOf(Answer.Free.class);
    servers.tries().refused(NAME, KEY, "refuses the login");
    reverts.settled(NAME);
    assertThat(refused(KEY).refusals()).isEqualTo(1);
  }

  @Test
  void shouldStoreNothingThatTellsThePassword() {
    claimed(PASSWORD);
    servers.tries().refused(NAME, PASSWORD, "Sorry");

    String row =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("select t::text from credential_tries t")
                    .mapTo(String.class)
                    .one());
    TestServers others = new TestServers(database.jdbi());
    Answer elsewhere = others.tries().claim(NAME, PASSWORD);

    assertThat(row).doesNotContain("guess");
    // Under another installation's secret it is another fingerprint.
    assertThat(elsewhere).isInstanceOf(Answer.Claimed.class);
  }

  private void claimed(ShownCredential credential) {
    assertThat(servers.tries().claim(NAME, credential)).isInstanceOf(Answer.Claimed.class);
  }

  /** As a worker finds it that has just started. */
  private CredentialRefusal refused(ShownCredential credential) {
    CredentialTries fresh = servers.tries();
    Answer answer = fresh.claim(NAME, credential);
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer).refusal();
  }

  private static void later(String set) {
    database
        .jdbi()
        .useHandle(handle -> {
          int changed = handle.execute("update credential_tries set " + set);
          assertThat(changed).isEqualTo(1);
        });
  }
}
