package dev.holdfast.activities.containers;

import dev.holdfast.platform.containers.QuarantineDecisions.Asked;
import dev.holdfast.schemas.containers.quarantine.AtExpiry;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Mark;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Observed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container in quarantine.
 *
 * @param state {@code running}, {@code frozen}, {@code stopped}, or {@code gone}
 * @param isolated whether it reaches nobody now
 * @param quarantine the operation that has isolated it
 * @param by who has started that
 * @param decision the operation that asks people whether it is released; null while none has
 * @param decisionState its state; null while there is none
 */
record QuarantinedRow(
    String name,
    String id,
    String state,
    boolean isolated,
    String reason,
    String at,
    String expiresAt,
    AtExpiry atExpiry,
    String quarantine,
    String by,
    @Nullable String decision,
    @Nullable String decisionState) {

  /**
   * @param asked null while nobody was asked
   */
  static QuarantinedRow of(Engine engine, Mark mark, QuarantineMarks marks, @Nullable Asked asked) {
    Observed now =
        NamedContainers.find(engine, mark.id())
            .map(found -> ObservedContainer.of(found, List.of(), marks))
            .orElseGet(() -> ObservedContainer.none(mark.id(), marks));
    return new QuarantinedRow(
        now.exists() ? now.name() : mark.container(),
        mark.id(),
        state(now),
        now.isolated() || !now.exists(),
        mark.reason(),
        mark.at(),
        mark.expiresAt(),
        mark.atExpiry(),
        mark.operation(),
        mark.by(),
        asked == null ? null : asked.operation(),
        asked == null ? null : asked.state().word());
  }

  private static String state(Observed now) {
    if (!now.exists()) {
      return "gone";
    }
    if (!now.running()) {
      return "stopped";
    }
    return now.frozen() ? "frozen" : "running";
  }
}
