package dev.holdfast.api.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.stack.StackDeployment;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One deployment of a stack, or its removal.
 *
 * @param version counts from 1 for each stack
 * @param kind {@code deploy} or {@code remove}
 * @param state of the operation; {@code unchanged} where it had nothing to do
 * @param document a digest: the same for the same document; absent where servers had their own
 * @param sameAs the first version with this document, where that is an earlier one
 */
record DeploymentDocument(
    String stack,
    int version,
    String operation,
    String kind,
    String state,
    String initiator,
    String selector,
    Instant startedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant endedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String document,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer sameAs) {
  private static final int SHORT = 17;

  /**
   * @param all of the same stack, the newest first
   */
  static DeploymentDocument of(StackDeployment one, List<StackDeployment> all) {
    Integer first =
        all.reversed().stream()
            .filter(
                other -> one.document() != null && Objects.equals(other.document(), one.document()))
            .map(StackDeployment::version)
            .findFirst()
            .orElse(null);
    return new DeploymentDocument(
        one.stack(),
        one.version(),
        one.operation(),
        one.removal() ? "remove" : "deploy",
        one.state().equals("succeeded") && !one.changed() ? "unchanged" : one.state(),
        one.initiator(),
        one.selector(),
        one.startedAt(),
        one.endedAt(),
        one.document() == null
            ? null
            : one.document().substring(0, Math.min(SHORT, one.document().length())),
        first == null || first == one.version() ? null : first);
  }
}
