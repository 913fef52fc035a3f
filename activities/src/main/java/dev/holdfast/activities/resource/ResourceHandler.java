package dev.holdfast.activities.resource;

import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource;
import java.util.Optional;

/**
 * How one kind of resource is compared and changed. Thread-safe.
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
}
