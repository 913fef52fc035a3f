package dev.holdfast.workflows;

import dev.holdfast.schemas.gate.CommandGateActivities;
import dev.holdfast.schemas.gate.GateClosed;
import dev.holdfast.schemas.gate.GateServers;
import dev.holdfast.schemas.gate.GateTry;
import dev.holdfast.schemas.gate.UrlGateActivities;
import dev.holdfast.schemas.gate.VerifyGateActivities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Gates that hold when a test says so. */
final class FakeGates implements CommandGateActivities, VerifyGateActivities, UrlGateActivities {
  /** So many tries of a gate do not hold; for ever if it is negative. */
  final Map<String, Integer> closed = new ConcurrentHashMap<>();

  /** What was tried, and on the servers between which names. */
  final List<String> tried = Collections.synchronizedList(new ArrayList<>());

  private final LongSupplier now;

  /**
   * @param now the workflows' time
   */
  FakeGates(LongSupplier now) {
    this.now = now;
  }

  @Override
  public void tryCommand(CommandTry wanted) {
    look("command", wanted.gate(), wanted.servers());
  }

  @Override
  public void tryVerify(VerifyTry wanted) {
    look("verify", wanted.gate(), wanted.servers());
  }

  @Override
  public void tryUrl(UrlTry wanted) {
    look("url", wanted.gate(), new GateServers("", "", ""));
  }

  @Override
  public void tryMetric(MetricTry wanted) {
    look("metric", wanted.gate(), new GateServers("", "", ""));
  }

  private void look(String kind, GateTry gate, GateServers on) {
    tried.add("%s %d (%s-%s]".formatted(kind, gate.wave(), on.after(), on.through()));
    int left = closed.getOrDefault(kind, 0);
    if (left != 0) {
      closed.put(kind, left < 0 ? left : left - 1);
      throw GateClosed.because("on web-1", gate, Instant.ofEpochMilli(now.getAsLong()));
    }
  }
}
