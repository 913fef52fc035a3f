package dev.holdfast.platform.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.schemas.operation.FleetActivities.GateLook;
import dev.holdfast.schemas.operation.FleetActivities.GateState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the gates between the waves of an operation.
 *
 * @param wave after which they are, or were, tried last, from 1
 * @param until when they have to hold; null where somebody has overruled them
 * @param reason why they do not; null unless their time is over
 */
public record OperationGates(
    GateState state,
    int wave,
    int waves,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant until,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {

  static OperationGates of(GateLook look) {
    return new OperationGates(
        look.state(),
        look.wave(),
        look.waves(),
        look.until() == 0 ? null : Instant.ofEpochMilli(look.until()),
        look.refused());
  }
}
