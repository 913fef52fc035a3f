package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.Set;

/** Whether SFTP opens after a login on one more connection, as a lockdown has to prove it. */
final class SftpCheck implements Check {
  static final String NAME = "login/sftp";
  private final Server server;
  private final Ssh ssh;

  SftpCheck(Server server, Ssh ssh) {
    this.server = server;
    this.ssh = ssh;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(ShellCheck.NAME, SudoCheck.NAME);
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(8);
  }

  @Override
  public Finding make(Evidence evidence) {
    try {
      ssh.prove(server, server.port());
      return Finding.ok(NAME, "a second login opens SFTP");
    } catch (SshException e) {
      return Finding.problem(
              NAME,
              "SFTP does not open",
              "Put 'Subsystem sftp internal-sftp' into the server's sshd_config and reload sshd; where"
                  + " the login prints text, silence that first")
          .withDetail(String.valueOf(e.getMessage()));
    }
  }
}
