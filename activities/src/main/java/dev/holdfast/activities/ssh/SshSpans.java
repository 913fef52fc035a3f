package dev.holdfast.activities.ssh;

import dev.holdfast.activities.trace.OperationTrace;
import dev.holdfast.schemas.server.Server;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.function.Function;

/** A span for each use of the way to a server, under whatever this thread works for. */
public final class SshSpans {
  private static final AttributeKey<Long> EXIT_CODE = AttributeKey.longKey("process.exit.code");

  private static final ContextKey<Boolean> PARTS = ContextKey.named("holdfast-parts");

  private SshSpans() {}

  /**
   * The context of what is traced as a whole already, so that its many uses of a channel have no
   * spans of their own; a connection still has.
   */
  public static Context asAWhole(Context context) {
    return context.with(PARTS, true);
  }

  /** As {@link #in}, unless it is part of what is traced as a whole. */
  static <T> T inPart(String name, Server server, Function<Span, T> work) {
    return Context.current().get(PARTS) == null
        ? in(name, server, work)
        : work.apply(Span.getInvalid());
  }

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
    return e instanceof SshException ssh ? SshMetrics.word(ssh.type()) : e.getClass().getName();
  }

  /** Notes how a command ended, which is no failure of the way to the server. */
  static int ended(Span span, int exitCode) {
    span.setAttribute(EXIT_CODE, exitCode);
    return exitCode;
  }
}
