package dev.holdfast.platform.runbook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a runbook that is under way or has ended.
 *
 * @param key its id, with the number of the item where it runs for each of a list
 * @param attempt from 1
 * @param type the operation's name, or {@link #APPROVAL}; null where it was skipped before
 * @param child the operation that was started; null if none was
 * @param tolerated the runbook goes on where it fails
 * @param reason why nothing was started, or what is asked; null otherwise
 * @param critical whether its failure is more than a warning
 */
public record RunbookStepRow(
    String key,
    int attempt,
    @Nullable String type,
    @Nullable String child,
    boolean tolerated,
    boolean skipped,
    @Nullable String reason,
    Instant at,
    boolean critical) {
  /** The type of a step that asks a person to agree. */
  public static final String APPROVAL = "approval";

  /** The type and the key, which no step can have, of the dry run that plans the others. */
  public static final String PLANNING = "approval:plans";

  /** One whose failure is no warning. */
  public RunbookStepRow(
      String key,
      int attempt,
      @Nullable String type,
      @Nullable String child,
      boolean tolerated,
      boolean skipped,
      @Nullable String reason,
      Instant at) {
    this(key, attempt, type, child, tolerated, skipped, reason, at, true);
  }

  /** Whether it is the dry run that plans the others before any of them is started. */
  public boolean planning() {
    return PLANNING.equals(type);
  }

  public boolean isApproval() {
    return APPROVAL.equals(type);
  }
}
