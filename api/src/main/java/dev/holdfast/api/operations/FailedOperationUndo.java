package dev.holdfast.api.operations;

import dev.holdfast.api.activities.PlatformActivities;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.operation.FailedOperationActivities;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts the undo of operations that have failed, with the rights that who started them has then.
 */
@Component
final class FailedOperationUndo implements FailedOperationActivities, PlatformActivities {
  private static final Logger LOG = LoggerFactory.getLogger(FailedOperationUndo.class);

  private final Operations operations;
  private final ShownPlans plans;
  private final Callers callers;
  private final OperationStarts starts;
  private final JsonMapper json;

  FailedOperationUndo(
      Operations operations,
      ShownPlans plans,
      Callers callers,
      OperationStarts starts,
      JsonMapper json) {
    this.operations = operations;
    this.plans = plans;
    this.callers = callers;
    this.starts = starts;
    this.json = json;
  }

  @Override
  public void undoFailed(String operation) {
    StoredOperation failed = operations.find(operation).orElse(null);
    List<String> changed = failed == null ? List.of() : changed(operation);
    if (failed == null || changed.isEmpty()) {
      return;
    }
    Optional<Caller> initiator = callers.acting(failed.organisation(), failed.initiator());
    if (initiator.isEmpty()) {
      LOG.warn(
          "{} is not undone: {} may not start operations any more", operation, failed.initiator());
      return;
    }
    try {
      String undo = starts.start(request(failed, changed), initiator.get(), "undo/" + operation);
      LOG.info("{} has failed; {} undoes what it has changed", operation, undo);
    } catch (ApiException e) {
      if (e.problem().status() >= 500) {
        throw e;
      }
      LOG.warn("{} is not undone: {}", operation, e.problem().inOneLine());
    }
  }

  /** The servers on which it has changed something that is in place, in order. */
  private List<String> changed(String operation) {
    Set<String> servers =
        operations.servers(operation).stream()
            .map(OperationServer::name)
            .collect(Collectors.toUnmodifiableSet());
    return plans
        .made(List.of(operation), servers)
        .getOrDefault(operation, Map.of())
        .keySet()
        .stream()
        .map(ServerNames::within)
        .sorted()
        .toList();
  }

  private ObjectNode request(StoredOperation failed, List<String> servers) {
    ObjectNode request = json.createObjectNode();
    request.put("type", UndoOperation.TYPE.name());
    request.put("selector", String.join(",", servers));
    request.set("input", json.createObjectNode().put("operation", failed.id()));
    request.put("approve", failed.settings().approved());
    request.put("priority", failed.priority().word());
    request.put("concurrency", failed.settings().concurrency());
    // What can be undone is undone, whatever fails elsewhere.
    request.put("maxFailures", "100%");
    FleetConditions conditions = failed.settings().conditions();
    if (conditions != null
        && (Boolean.FALSE.equals(conditions.byLabel()) || conditions.window() != null)) {
      // Its own hours counted in place of those of labels: they are over, and this must not wait.
      request.put("window", StartRequest.NO_WINDOW);
    }
    return request;
  }
}
