package dev.holdfast.workers;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Decides of the steps of an operation as of the operation itself: their parent is the operation's
 * own span, which is made only at the end, so that nobody has decided of it yet.
 */
final class OperationSampler implements Sampler {
  private final Sampler next;

  /**
   * @param next the one that was asked for
   */
  OperationSampler(Sampler next) {
    this.next = next;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    boolean step = Span.fromContext(parent).getSpanContext().isRemote();
    return next.shouldSample(
        step ? Context.root() : parent, traceId, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return "OperationSampler{" + next.getDescription() + "}";
  }
}
