package dev.holdfast.activities.audit;

import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.AuditedCommand.Kind;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What ways to a server share that are audited.
 *
 * @param secrets the values that must not be shown, by a server's name
 */
record Auditing(AuditTrail trail, Function<String, ? extends Collection<String>> secrets) {

  /** Knows what must not be shown of this server in this context. */
  Redactor redactor(CommandContext context, Server server) {
    Set<String> values = new HashSet<>(secrets.apply(server.name()));
    values.addAll(context.hidden());
    return new Redactor(values);
  }

  /** A command of this context, to be redacted. */
  static AuditedCommand command(
      CommandContext context,
      @Nullable Step step,
      Server server,
      Kind kind,
      boolean sudo,
      String redacted) {
    Step of = step == null ? context.step() : step;
    return new AuditedCommand(
        Instant.now(),
        context.organisation(),
        context.initiator(),
        of == null ? null : of.operation(),
        of == null ? null : of.key(),
        of == null ? null : of.generation(),
        server.name(),
        server.user(),
        sudo || server.user().equals("root"),
        kind,
        context.internal(),
        redacted);
  }

  /** What a failure on the way says about the command. */
  static Outcome outcome(FailureType type) {
    return switch (type) {
      case THROTTLED,
          NOT_AUDITED,
          AUTHENTICATION,
          HOST_KEY_MISMATCH,
          NO_COMMON_ALGORITHM,
          NO_SUDO,
          NO_JOURNAL,
          NO_SFTP,
          NO_SOCKET,
          FENCED,
          BAD_INPUT ->
          Outcome.NOT_RUN;
      case REFUSED -> Outcome.REFUSED;
      case COMMAND_FAILED, REVERTED, OPERATION_FAILED -> Outcome.FAILED;
      default -> Outcome.UNKNOWN;
    };
  }
}
