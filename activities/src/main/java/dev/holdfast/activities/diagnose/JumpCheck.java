package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;

/** Whether the server can be logged in to through which another one is reached. */
final class JumpCheck implements Check {
  static final String NAME = "network/jump";
  private static final Duration TIMEOUT = Duration.ofSeconds(12);

  private final Server jump;
  private final Ssh ssh;

  JumpCheck(Server jump, Ssh ssh) {
    this.jump = jump;
    this.ssh = ssh;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of();
  }

  @Override
  public Duration limit() {
    return TIMEOUT.plusSeconds(1);
  }

  @Override
  public Finding make(Evidence evidence) {
    try {
      int ignored =
          ssh.stream(
              jump,
              new Command("true", "", false, TIMEOUT, 0),
              Streams.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
      return Finding.ok(NAME, "the jump host %s lets us in".formatted(jump.name()));
    } catch (SshException e) {
      return Finding.problem(
          NAME,
          String.valueOf(e.getMessage()),
          "Look the jump host over first: ./holdfast server diagnose " + jump.name());
    }
  }
}
