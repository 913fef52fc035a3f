package dev.holdfast.schemas.change;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One difference between the facts of a server and its desired state.
 *
 * @param id the resource's subject; unique in a plan
 * @param action what happens to the resource
 * @param title a few words for a person, such as {@code Create user deploy}
 * @param diff unified, for a person
 * @param risk what can go wrong
 * @param before the state before the change, enough to restore it; null where there was nothing
 * @param desired the state after it; null where there is nothing then
 */
public record Change(
    String id,
    Action action,
    String title,
    String diff,
    Risk risk,
    @Nullable Resource before,
    @Nullable Resource desired) {

  /** The resource that it is about, as it becomes or as it was. */
  public Resource resource() {
    return Objects.requireNonNull(desired == null ? before : desired, id);
  }

  /** What happens to a resource. */
  public enum Action {
    CREATE,
    UPDATE,
    REMOVE
  }

  /** What can go wrong with a change. */
  public enum Risk {
    /** It adds something that nothing depends on yet. */
    LOW,
    /** It changes who may do what. */
    MEDIUM,
    /** It can lock its operators out: commit-confirmed. */
    LOCK_OUT
  }
}
