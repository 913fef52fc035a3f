package dev.holdfast.activities.ssh;

import dev.holdfast.activities.trace.OperationTrace;
import dev.holdfast.schemas.server.Server;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.util.Locale;
import java.util.function.Function;

/** A span for each use of the way to a server, under whatever this thread works for. */
final class SshSpans {
  private static final AttributeKey<Long> EXIT_CODE = AttributeKey.longKey("process.exit.code");

  private SshSpans() {}

  /**
   * Does the work in a span; a failure is told with its type only, because a server's words may
   * hold a secret.
   *
   * @param name what is done: {@code ssh connect}, {@code ssh exec}, {@code sftp}
   */
  static <T> T in(String name, Server server, Function<Span, T> work) {
    Span span =
        OperationTrace.tracer()
            .spanBuilder(name)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(OperationTrace.SERVER, server.name())
            .setAttribute("server.address", server.address())
            .setAttribute("server.port", server.port())
            .startSpan();
    try (Scope scope = span.makeCurrent()) {
      return work.apply(span);
    } catch (RuntimeException | Error e) {
      span.setAttribute("error.type", type(e));
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }

  private static String type(Throwable e) {
    return e instanceof SshException ssh
        ? ssh.type().name().toLowerCase(Locale.ROOT).replace('_', '-')
        : e.getClass().getName();
  }

  /** Notes how a command ended, which is no failure of the way to the server. */
  static int ended(Span span, int exitCode) {
    span.setAttribute(EXIT_CODE, exitCode);
    return exitCode;
  }
}
