package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.AdapterChoice;
import dev.holdfast.schemas.server.Server;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Keeps which adapter a server was found to need. Thread-safe. */
public interface AdapterMemory {

  /** What was found for the server as it is registered now. */
  Optional<AdapterChoice> find(Server server);

  void keep(Server server, AdapterChoice choice);

  /** What was found proved wrong. */
  void drop(Server server);

  /** A memory that lasts as long as the process. */
  static AdapterMemory ofProcess() {
    record Place(String name, String address, int port) {
      static Place of(Server server) {
        return new Place(server.name(), server.address(), server.port());
      }
    }
    ConcurrentMap<Place, AdapterChoice> choices = new ConcurrentHashMap<>();
    return new AdapterMemory() {
      @Override
      public Optional<AdapterChoice> find(Server server) {
        return Optional.ofNullable(choices.get(Place.of(server)));
      }

      @Override
      public void keep(Server server, AdapterChoice choice) {
        choices.put(Place.of(server), choice);
      }

      @Override
      public void drop(Server server) {
        choices.remove(Place.of(server));
      }
    };
  }
}
