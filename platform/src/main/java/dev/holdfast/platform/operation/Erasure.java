package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.SealedColumn;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Erases what operations were given, planned, changed and printed. Their names, times, states and
 * servers stay, so that lists and the audit still tell that they were.
 */
public final class Erasure {
  private final Jdbi jdbi;
  private final DataKeys keys;

  public Erasure(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /**
   * Erases an operation's content for good; another process may read it for a minute more.
   *
   * @return whether there is such an operation
   * @throws IllegalStateException if it has not ended
   */
  public boolean erase(String operation) {
    return jdbi.inTransaction(handle -> {
      Optional<Boolean> ended =
          handle
              .createQuery("select ended_at is not null from operations where id = :id for update")
              .bind("id", operation)
              .mapTo(Boolean.class)
              .findOne();
      if (ended.isEmpty()) {
        return false;
      }
      if (!ended.get()) {
        throw new IllegalStateException(
            "Operation " + operation + " has not ended; cancel it before its content is erased.");
      }
      keys.erase(handle, KeyOwner.operation(operation));
      for (SealedColumn column : OperationContent.ALL) {
        handle.execute(
            "update %1$s set %2$s = null where %3$s = ? and %2$s is not null"
                .formatted(column.table(), column.column(), column.owner()),
            operation);
      }
      handle.execute(
          """
          update operations set gates = null,
            settings = settings #- '{conditions,gates}' #- '{conditions,gateSeconds}'
          where id = ?
          """,
          operation);
      return true;
    });
  }
}
