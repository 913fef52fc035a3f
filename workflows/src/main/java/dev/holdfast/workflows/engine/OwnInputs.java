package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.WorkHash;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server is asked to do that is tried once more: it may have been given an input of its own,
 * which nobody has approved unseen.
 */
record OwnInputs<I>(OperationRequest<I> whole, FleetServers servers) {

  OperationRequest<I> on(FleetTarget target) {
    if (target.attempt() == 1) {
      return whole;
    }
    boolean approved = whole.approved() && !Boolean.TRUE.equals(target.fixed());
    Map<String, Object> own = servers.input(target.server());
    return whole.with(own == null ? whole.input() : typed(own), approved);
  }

  /**
   * The hash of what somebody has to approve before it is done to a server that was given an input
   * of its own; null where nobody is asked.
   */
  @Nullable String approval(FleetTarget target) {
    FleetConditions conditions = whole.conditions();
    if (conditions == null
        || conditions.approval() == null
        || !Boolean.TRUE.equals(target.fixed())) {
      return null;
    }
    Map<String, Object> own = servers.input(target.server());
    return own == null ? null : WorkHash.of(whole.type(), target.server(), own, conditions.gates());
  }

  /** It is written as JSON for the workflow of the server, which reads it as what it is. */
  @SuppressWarnings("unchecked")
  private I typed(Map<String, Object> own) {
    return (I) own;
  }
}
