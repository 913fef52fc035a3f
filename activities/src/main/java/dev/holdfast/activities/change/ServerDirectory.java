package dev.holdfast.activities.change;

import dev.holdfast.schemas.server.Server;
import java.util.Optional;

/** Where servers are looked up. */
@FunctionalInterface
public interface ServerDirectory {

  /** The server of this name. */
  Optional<Server> find(String name);
}
