package dev.holdfast.activities.audit;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.RemoteSockets;
import dev.holdfast.activities.ssh.SftpWork;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.platform.audit.AuditedCommand.Kind;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.opentelemetry.context.Scope;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes down every command that goes over another way to servers. */
public final class AuditedSsh implements Ssh {
  private static final String SCRIPT = "sh -s";

  private final Ssh next;
  private final Auditing auditing;

  /**
   * @param next is closed with this one
   * @param secrets the values that must not be shown, by a server's name
   */
  public AuditedSsh(
      Ssh next, AuditTrail trail, Function<String, ? extends Collection<String>> secrets) {
    this.next = next;
    this.auditing = new Auditing(trail, secrets);
  }

  @Override
  public int stream(Server server, Command command, Streams streams) {
    CommandContext context = CommandContext.current();
    try (Scope traced = context.trace().makeCurrent()) {
      return stream(context, server, command, streams);
    }
  }

  private int stream(CommandContext context, Server server, Command command, Streams streams) {
    if (context.silent()) {
      return next.stream(server, command, streams);
    }
    boolean script =
        context.internal()
            ? command.line().equals(SCRIPT) && !command.stdin().isBlank()
            : context.asked().stream().anyMatch(Invocation.Script.class::isInstance);
    Redactor redactor = auditing.redactor(context, server);
    AuditTrail.Running running =
        auditing
            .trail()
            .start(
                Auditing.command(
                    context,
                    null,
                    server,
                    script ? Kind.SCRIPT : Kind.EXEC,
                    command.sudo(),
                    redactor.redact(text(context, command, script))),
                context.reads());
    var out = new CountingStream(streams.stdout());
    var err = new CountingStream(streams.stderr());
    try {
      int exitCode = next.stream(server, command, new Streams(streams.stdin(), out, err));
      Outcome outcome = exitCode == 0 ? Outcome.SUCCEEDED : Outcome.FAILED;
      running.ended(outcome, exitCode, null, out.count(), err.count());
      return exitCode;
    } catch (SshException e) {
      String error = redactor.redact(String.valueOf(e.getMessage()));
      running.ended(Auditing.outcome(e.type()), null, error, out.count(), err.count());
      throw e;
    } catch (RuntimeException | Error e) {
      running.ended(Outcome.UNKNOWN, null, redactor.redact(e.toString()), out.count(), err.count());
      throw e;
    }
  }

  private static String text(CommandContext context, Command command, boolean script) {
    if (!context.internal()) {
      return context.askedText();
    }
    return script ? script(command) : command.line();
  }

  /** Standard input is not kept: it may hold anything, and the hash tells which script it was. */
  private static String script(Command command) {
    return "%s # %d characters, SHA-256 %s"
        .formatted(
            SCRIPT,
            command.stdin().length(),
            new Invocation.Script("sh", command.stdin()).sha256());
  }

  /** One record for a session; the step's summary says what it is for. */
  @Override
  public <T> T sftp(Server server, SftpWork<T> work) {
    return session(server, Kind.SFTP, "SFTP session", () -> next.sftp(server, work));
  }

  /** One record for all connections of the work. */
  @Override
  public <T> T socket(Server server, String path, Function<RemoteSockets, T> work) {
    return session(
        server, Kind.CONNECT, "connect to " + path, () -> next.socket(server, path, work));
  }

  private <T> T session(Server server, Kind kind, String what, Supplier<T> work) {
    CommandContext context = CommandContext.current();
    try (Scope traced = context.trace().makeCurrent()) {
      return context.silent() ? work.get() : audited(context, server, kind, what, work);
    }
  }

  private <T> T audited(
      CommandContext context, Server server, Kind kind, String what, Supplier<T> work) {
    Redactor redactor = auditing.redactor(context, server);
    Step step = context.step();
    AuditTrail.Running running =
        auditing
            .trail()
            .start(
                Auditing.command(
                    context,
                    null,
                    server,
                    kind,
                    false,
                    redactor.redact(what + (step == null ? "" : ": " + step.summary()))),
                context.reads());
    try {
      T result = work.get();
      running.ended(Outcome.SUCCEEDED, null, null, 0, 0);
      return result;
    } catch (SshException e) {
      String error = redactor.redact(String.valueOf(e.getMessage()));
      running.ended(Auditing.outcome(e.type()), null, error, 0, 0);
      throw e;
    } catch (RuntimeException | Error e) {
      running.ended(Outcome.UNKNOWN, null, redactor.redact(e.toString()), 0, 0);
      throw e;
    }
  }

  @Override
  public void prove(Server server, int port) {
    CommandContext context = CommandContext.current();
    AuditTrail.Running running =
        auditing
            .trail()
            .start(
                Auditing.command(
                    context,
                    null,
                    server,
                    Kind.CONNECT,
                    true,
                    "prove that one can log in on port " + port + ", become root and open SFTP"),
                true);
    try (Scope traced = context.trace().makeCurrent()) {
      next.prove(server, port);
      running.ended(Outcome.SUCCEEDED, null, null, 0, 0);
    } catch (SshException e) {
      String error = auditing.redactor(context, server).redact(String.valueOf(e.getMessage()));
      running.ended(Outcome.FAILED, null, error, 0, 0);
      throw e;
    } catch (RuntimeException | Error e) {
      running.ended(Outcome.UNKNOWN, null, e.toString(), 0, 0);
      throw e;
    }
  }

  @Override
  public void forget(Server server) {
    next.forget(server);
  }

  @Override
  public void close() {
    next.close();
  }
}
