package dev.holdfast.activities.trace;

import dev.holdfast.activities.digest.Sha256;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.operation.OperationState;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one trace of an operation. Its ids follow from the operation's id, so that every worker that
 * ever works for it adds to the same trace, with nothing handed over that could get lost.
 */
public final class OperationTrace {
  public static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("holdfast.operation.id");
  public static final AttributeKey<String> SERVER = AttributeKey.stringKey("holdfast.server.name");

  private static final String SCOPE = "dev.holdfast";
  private static final AttributeKey<String> STATE =
      AttributeKey.stringKey("holdfast.operation.state");
  private static final AttributeKey<String> INITIATOR =
      AttributeKey.stringKey("holdfast.operation.initiator");
  private static final ThreadLocal<@Nullable SpanContext> ROOT = new ThreadLocal<>();

  private OperationTrace() {}

  /** What makes spans; ones that go nowhere unless the process was told where to send them. */
  public static Tracer tracer() {
    // Asked where it is not set, it would set itself, for good, and say so in the log.
    return (GlobalOpenTelemetry.isSet() ? GlobalOpenTelemetry.get() : OpenTelemetry.noop())
        .getTracer(SCOPE);
  }

  /** Under which everything belongs that is done for this operation. */
  public static Context of(String operation) {
    return Context.root().with(Span.wrap(root(operation)));
  }

  /**
   * Sends the operation's own span, which is known as a whole only at its end; why it failed is
   * with the steps. Sent again it is the same span.
   */
  public static void ended(StoredOperation operation) {
    Instant end = operation.endedAt();
    if (end == null) {
      return;
    }
    ROOT.set(root(operation.id()));
    try {
      Span span =
          tracer()
              .spanBuilder(operation.type())
              .setNoParent()
              .setStartTimestamp(operation.createdAt())
              .setAttribute(OPERATION, operation.id())
              .setAttribute(STATE, operation.state().word())
              .setAttribute(INITIATOR, operation.initiator())
              .startSpan();
      if (operation.state() == OperationState.FAILED) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end(end);
    } finally {
      ROOT.remove();
    }
  }

  /** The ids of the operation's own span while this thread makes it. */
  public static Optional<SpanContext> beingMade() {
    return Optional.ofNullable(ROOT.get());
  }

  private static SpanContext root(String operation) {
    String hash = Sha256.hex("holdfast operation " + operation);
    return SpanContext.createFromRemoteParent(
        hash.substring(0, TraceId.getLength()),
        hash.substring(TraceId.getLength(), TraceId.getLength() + SpanId.getLength()),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }
}
