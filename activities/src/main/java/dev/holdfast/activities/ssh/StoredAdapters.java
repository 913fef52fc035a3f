package dev.holdfast.activities.ssh;

import dev.holdfast.platform.server.ServerAdapters;
import dev.holdfast.schemas.server.AdapterChoice;
import dev.holdfast.schemas.server.Server;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was found in the database, for the API to show and the next worker to know; a command
 * asks the database only the first time, and does not fail because of it.
 */
public final class StoredAdapters implements AdapterMemory {
  private static final Logger log = LoggerFactory.getLogger(StoredAdapters.class);

  private final ServerAdapters stored;
  private final AdapterMemory known = AdapterMemory.ofProcess();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  public StoredAdapters(ServerAdapters stored) {
    this.stored = stored;
  }

  @Override
  public Optional<AdapterChoice> find(Server server) {
    String place = server.name() + " " + server.address() + " " + server.port();
    if (!asked.contains(place)) {
      try {
        stored.find(server).ifPresent(choice -> known.keep(server, choice));
        asked.add(place);
      } catch (JdbiException e) {
        log.warn("The SSH adapter of {} could not be read: {}", server.name(), e.getMessage());
      }
    }
    return known.find(server);
  }

  @Override
  public void keep(Server server, AdapterChoice choice) {
    known.keep(server, choice);
    try {
      stored.keep(server, choice);
    } catch (JdbiException e) {
      log.warn("The SSH adapter of {} could not be stored: {}", server.name(), e.getMessage());
    }
  }

  @Override
  public void drop(Server server) {
    known.drop(server);
    try {
      stored.drop(server);
    } catch (JdbiException e) {
      log.warn("The SSH adapter of {} could not be dropped: {}", server.name(), e.getMessage());
    }
  }
}
