package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import java.util.Optional;

/** Where an adapter finds the servers through which others are reached. */
@FunctionalInterface
public interface ServerLookup {

  /** The registered server of this name. */
  Optional<Server> find(String name);
}
