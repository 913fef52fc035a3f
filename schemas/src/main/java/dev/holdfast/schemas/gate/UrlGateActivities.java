package dev.holdfast.schemas.gate;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Tries gates at an address: the platform asks it, which knows where it may connect to. */
@ActivityInterface
public interface UrlGateActivities {

  /**
   * Asks for an address once, and follows no redirect. Fails with {@link
   * dev.holdfast.schemas.failure.FailureType#GATE_CLOSED} unless the status of the answer is 200 to
   * 299.
   */
  @ActivityMethod(name = "TryGateUrl")
  void tryUrl(UrlTry wanted);

  record UrlTry(GateTry gate, String url) {}

  /**
   * Asks a Prometheus once. Fails with {@link dev.holdfast.schemas.failure.FailureType#GATE_CLOSED}
   * unless the query has a result.
   */
  @ActivityMethod(name = "TryGateMetric")
  void tryMetric(MetricTry wanted);

  /**
   * @param query the address and the query, as they were written
   */
  record MetricTry(GateTry gate, String query) {}
}
