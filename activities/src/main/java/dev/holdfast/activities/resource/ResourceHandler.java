package dev.holdfast.activities.resource;

import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything about one kind of resource: how it is compared, changed, removed and undone.
 * Thread-safe.
 *
 * @param <R> the kind
 */
public interface ResourceHandler<R extends Resource> {

  /** The change that makes the server as desired; empty where it is. */
  Optional<Change> compare(R desired, Facts facts);

  /**
   * POSIX sh that makes the change as root: it checks, applies and verifies, has one effect however
   * often it runs, and ends with another exit code than 0 where it could not. It may use what
   * {@link Fragments} defines and prints for people only.
   */
  String apply(R desired);

  /**
   * POSIX sh, as of {@link #apply}, that removes it; it fails where something has come to depend on
   * it since.
   *
   * @param there as it was when the removal was planned
   */
  String remove(R there);

  /**
   * What must be taken care of while the change is made.
   *
   * @param login the account that the change must not shut out
   */
  default Guard guard(Change change, LoginAccount login) {
    return Guard.NONE;
  }

  /** How long the server may take for one change of this kind, beside what every step may. */
  default Duration time() {
    return Duration.ZERO;
  }

  /** What finds out about it on a server; kinds may share one. */
  default List<FactsFragment> facts() {
    return List.of();
  }

  /** The facts that {@link #undo} needs about the resource of a change. */
  FactsQuery query(R resource);

  /**
   * How a change that was applied is undone. An undo is a change like any other: it can be undone.
   *
   * @param change of this kind
   */
  Inverse undo(Change change, Inverse.Context context);
}
