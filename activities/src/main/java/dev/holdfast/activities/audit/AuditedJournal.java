package dev.holdfast.activities.audit;

import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.AuditedCommand.Kind;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.server.Server;
import java.util.Collection;
import java.util.function.Function;

/**
 * Writes down every entry of a journal once, and masks secrets in its output. An entry whose
 * waiting is broken off stays written as started until somebody who rejoins it knows its end.
 */
public final class AuditedJournal implements Journal {
  private final Journal next;
  private final Auditing auditing;

  /**
   * @param secrets the values that must not be shown, by a server's name
   */
  public AuditedJournal(
      Journal next, AuditTrail trail, Function<String, ? extends Collection<String>> secrets) {
    this.next = next;
    this.auditing = new Auditing(trail, secrets);
  }

  @Override
  public Journal.Outcome run(Server server, Entry entry, Listener listener) {
    CommandContext context = CommandContext.current();
    Redactor redactor = auditing.redactor(context, server);
    AuditTrail.Running running =
        auditing
            .trail()
            .start(
                Auditing.command(
                    context,
                    entry.step(),
                    server,
                    Kind.JOURNAL,
                    true,
                    redactor.redact(text(context, entry))),
                false);
    RedactedOutput output = new RedactedOutput(listener, redactor);
    boolean written = false;
    try {
      Journal.Outcome outcome = context.silently(() -> next.run(server, entry, output));
      output.finish();
      written = true;
      return ended(running, outcome, output, redactor);
    } catch (SshException e) {
      if (!e.type().retryable()) {
        written = true;
        String error = redactor.redact(String.valueOf(e.getMessage()));
        running.ended(
            Auditing.outcome(e.type()), null, error, output.bytesOut(), output.bytesErr());
      }
      throw e;
    } finally {
      if (!written) {
        running.goesOn();
      }
    }
  }

  private static Journal.Outcome ended(
      AuditTrail.Running running,
      Journal.Outcome outcome,
      RedactedOutput output,
      Redactor redactor) {
    long out = output.bytesOut();
    long err = output.bytesErr();
    return switch (outcome) {
      case Journal.Outcome.Finished(int code, boolean timedOut, String tail) -> {
        running.ended(
            code == 0 ? AuditedCommand.Outcome.SUCCEEDED : AuditedCommand.Outcome.FAILED,
            code,
            null,
            out,
            err);
        yield new Journal.Outcome.Finished(code, timedOut, redactor.redact(tail));
      }
      case Journal.Outcome.Interrupted(String reason) -> {
        running.ended(AuditedCommand.Outcome.UNKNOWN, null, reason, out, err);
        yield outcome;
      }
      case Journal.Outcome.Fenced(long seen) -> {
        running.ended(
            AuditedCommand.Outcome.NOT_RUN,
            null,
            "the server has seen the fencing token " + seen,
            out,
            err);
        yield outcome;
      }
    };
  }

  /** What a person typed; of Holdfast's own scripts, what it is for and which it was. */
  private static String text(CommandContext context, Entry entry) {
    return context.internal()
        ? "%s # %d characters, SHA-256 %s"
            .formatted(
                entry.step().summary(),
                entry.script().length(),
                new Invocation.Script("sh", entry.script()).sha256())
        : context.askedText();
  }

  @Override
  public void close(Server server, String operation, long fencingToken) {
    CommandContext context = CommandContext.current();
    AuditTrail.Running running =
        auditing
            .trail()
            .start(
                Auditing.command(
                    context,
                    null,
                    server,
                    Kind.EXEC,
                    true,
                    "close %s, token %d: stop what runs of it, revert what is not confirmed"
                        .formatted(operation, fencingToken)),
                false);
    try {
      context.silently(() -> {
        next.close(server, operation, fencingToken);
        return true;
      });
      running.ended(AuditedCommand.Outcome.SUCCEEDED, null, null, 0, 0);
    } catch (SshException e) {
      running.ended(
          Auditing.outcome(e.type()),
          null,
          auditing.redactor(context, server).redact(String.valueOf(e.getMessage())),
          0,
          0);
      throw e;
    } catch (RuntimeException | Error e) {
      running.ended(AuditedCommand.Outcome.UNKNOWN, null, e.toString(), 0, 0);
      throw e;
    }
  }
}
