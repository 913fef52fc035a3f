package dev.holdfast.activities.ssh.mina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.ssh.AdapterMemory;
import dev.holdfast.activities.ssh.ChosenSsh;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.ExecResult;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.SshAdapter;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@LabTest
final class ChosenSshIT {
  private static final Command ECHO = new Command("echo in", "", false, Duration.ofSeconds(20), 99);

  private final Lab lab;
  private final Server server;
  private final Credentials credentials;
  private final SshjSsh sshj;
  private final ChosenSsh ssh;

  ChosenSshIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.server = LabFixture.server(labServer);
    this.credentials = LabFixture.credentials(labServer);
    this.sshj = new SshjSsh(credentials);
    this.ssh = new ChosenSsh(sshj, new MinaSsh(credentials), AdapterMemory.ofProcess());
  }

  @AfterEach
  void restore() {
    ssh.close();
    configureSshd("");
  }

  @Test
  void shouldReachAServerThatInsistsOnPostQuantumKeyExchange() {
    configureSshd("KexAlgorithms sntrup761x25519-sha512@openssh.com");

    assertThatThrownBy(() -> answered(() -> sshj.exec(server, ECHO)))
        .isInstanceOfSatisfying(
            SshException.class,
            e -> assertThat(e.type()).isEqualTo(FailureType.NO_COMMON_ALGORITHM))
        .hasMessageContaining("sntrup761x25519-sha512@openssh.com");
    assertThat(answered(() -> ssh.exec(server, ECHO)).stdout()).isEqualTo("in\n");
    assertThat(ssh.adapterOf(server).adapter()).isEqualTo(SshAdapter.MINA);
    assertThat(ssh.adapterOf(server).why()).contains("sntrup761x25519-sha512@openssh.com");
    ssh.prove(server, server.port());

    configureSshd("");
    ssh.forget(server);
    assertThat(ssh.exec(server, ECHO).stdout()).isEqualTo("in\n");
  }

  @Test
  void shouldNameWhatAServerOffersThatNeitherAccepts() {
    configureSshd("Ciphers aes256-cbc");

    assertThatThrownBy(() -> answered(() -> ssh.exec(server, ECHO)))
        .isInstanceOfSatisfying(
            SshException.class,
            e -> assertThat(e.type()).isEqualTo(FailureType.NO_COMMON_ALGORITHM))
        .hasMessageContaining("aes256-cbc");
    assertThat(ssh.adapterOf(server).adapter()).isEqualTo(SshAdapter.SSHJ);
  }

  /**
   * Tries again where the server's offer was lost: it closes the connection as soon as it has read
   * ours, and the reset of that drops what was not read here, which on a busy machine is its offer.
   */
  private static ExecResult answered(Supplier<ExecResult> attempt) {
    for (int again = 0; again < 20; again++) {
      try {
        return attempt.get();
      } catch (SshException e) {
        if (e.type() != FailureType.UNREACHABLE) {
          throw e;
        }
      }
    }
    return attempt.get();
  }

  /** Restarts it, because that waits until the configuration is in force; a reload does not. */
  private void configureSshd(String line) {
    LabFixture.onServer(
        lab,
        "echo '"
            + line
            + "' >/etc/ssh/sshd_config.d/test.conf; systemctl reset-failed ssh; systemctl restart ssh");
  }
}
