package dev.holdfast.api.metrics;

import dev.holdfast.platform.temporal.TemporalConnection;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** The leases of servers, each of which is a workflow for as long as it is held or awaited. */
@Component
final class LeaseMetrics extends PolledMetrics {
  private static final String OPEN =
      "WorkflowType = 'server-lease' AND ExecutionStatus = 'Running'";
  private static final int PATIENCE_SECONDS = 5;

  private final TemporalConnection temporal;
  private final MultiGauge leases =
      MultiGauge.builder("holdfast.leases.open")
          .description("Servers whose lease is held or awaited")
          .register(Metrics.globalRegistry);

  LeaseMetrics(TemporalConnection temporal) {
    this.temporal = temporal;
  }

  /** A zero would say that no server is being changed. */
  @Override
  void leaveOut() {
    leases.register(List.of(), true);
  }

  @Override
  void read() {
    try {
      long open =
          temporal
              .service()
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .countWorkflowExecutions(
                  CountWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(temporal.client().getOptions().getNamespace())
                      .setQuery(OPEN)
                      .build())
              .getCount();
      leases.register(List.of(MultiGauge.Row.of(Tags.empty(), open)), true);
    } catch (StatusRuntimeException e) {
      // Not every Temporal counts.
      if (e.getStatus().getCode() != Code.UNIMPLEMENTED) {
        throw e;
      }
      leaveOut();
    }
  }
}
