package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.BeforeLogin.Methods;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whether operations can log in; the connection that it makes is a new one. */
final class LoginCheck implements Check {
  static final String NAME = "login/key";
  private static final Duration TIMEOUT = Duration.ofSeconds(12);

  private final Server server;
  private final Ssh ssh;
  private final String after;

  /** How long it took from nothing to the end of the first command. */
  record FirstCommand(long nanos) {}

  /**
   * @param after the check without which there is no use in trying
   */
  LoginCheck(Server server, Ssh ssh, String after) {
    this.server = server;
    this.ssh = ssh;
    this.after = after;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(after);
  }

  @Override
  public Duration limit() {
    return TIMEOUT.plusSeconds(1);
  }

  @Override
  public Finding make(Evidence evidence) {
    long begun = System.nanoTime();
    try {
      // Whatever it ends with: a shell that runs nothing is another finding.
      int ignored =
          ssh.stream(
              server,
              new Command("true", "", false, TIMEOUT, 0),
              Streams.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
      evidence.add(new FirstCommand(System.nanoTime() - begun));
      return Finding.ok(
          NAME, "%s logs in with the key '%s'".formatted(server.user(), server.credential()));
    } catch (SshException e) {
      return finding(server, evidence.find(Methods.class), e);
    }
  }

  static Finding finding(Server server, Optional<Methods> methods, SshException e) {
    if (e.type() != FailureType.AUTHENTICATION) {
      return Finding.problem(
          NAME, String.valueOf(e.getMessage()), "Mend what the message names, then look again");
    }
    return Finding.problem(
            NAME,
            "the server refuses the key '%s' for %s".formatted(server.credential(), server.user()),
            ("On the server's console: put the public key into ~%1$s/.ssh/authorized_keys; it, .ssh and the"
                    + " home must belong to %1$s and be writable by nobody else; the account must not be"
                    + " locked or left out by AllowUsers (root: PermitRootLogin). journalctl -u ssh says which it was")
                .formatted(server.user()))
        .withDetail(
            e.getMessage()
                + methods
                    .map(m -> "\nmethods that the server names: " + String.join(", ", m.methods()))
                    .orElse(""));
  }
}
