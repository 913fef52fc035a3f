package dev.holdfast.platform.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Which operation an id is of, and who asked for it; neither ever changes. Thread-safe. */
public final class OperationOrigins {
  private static final int REMEMBERED = 1000;

  private final Jdbi jdbi;
  private final Map<String, Origin> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Origin> eldest) {
          return size() > REMEMBERED;
        }
      };

  public OperationOrigins(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Where an operation comes from.
   *
   * @param type its name in the catalogue
   * @param organisation the one that its initiator belonged to
   */
  public record Origin(String type, String initiator, String organisation) {}

  /** The origin of the operation with this id. */
  public Optional<Origin> find(String operation) {
    synchronized (remembered) {
      Origin known = remembered.get(operation);
      if (known != null) {
        return Optional.of(known);
      }
    }
    Optional<Origin> found =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "select type, initiator, organisation_id from operations where id = :id")
                .bind("id", operation)
                .map((rs, context) -> new Origin(rs.getString(1), rs.getString(2), rs.getString(3)))
                .findOne());
    synchronized (remembered) {
      found.ifPresent(origin -> remembered.put(operation, origin));
    }
    return found;
  }
}
