package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import java.util.Optional;

/** Where servers are looked up. */
@FunctionalInterface
public interface ServerLookup {

  /** The registered server of this name. */
  Optional<Server> find(String name);
}
