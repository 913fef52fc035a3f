package dev.holdfast.platform.server;

import dev.holdfast.schemas.server.AdapterChoice;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.SshAdapter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** Which SSH client each server was found to need. */
public final class ServerAdapters {
  private final Jdbi jdbi;

  public ServerAdapters(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What was found for the server where it is now. */
  public Optional<AdapterChoice> find(Server server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select adapter, why from server_adapters
                where server = :server and address = :address and port = :port
                """)
            .bind("server", server.name())
            .bind("address", server.address())
            .bind("port", server.port())
            .map((row, _) ->
                new AdapterChoice(SshAdapter.of(row.getString("adapter")), row.getString("why")))
            .findOne());
  }

  /**
   * Tells of any server which adapter the next command would take, and why; asks the database once,
   * now.
   */
  public Function<Server, AdapterChoice> choices() {
    Map<Place, AdapterChoice> found =
        jdbi.withHandle(handle ->
            handle
                .createQuery("select server, address, port, adapter, why from server_adapters")
                .map((row, _) ->
                    Map.entry(
                        new Place(
                            row.getString("server"), row.getString("address"), row.getInt("port")),
                        new AdapterChoice(
                            SshAdapter.of(row.getString("adapter")), row.getString("why"))))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    return server -> {
      AdapterChoice first = AdapterChoice.first(server);
      return server.adapter() == SshAdapter.AUTO
          ? found.getOrDefault(Place.of(server), first)
          : first;
    };
  }

  private record Place(String server, String address, int port) {
    static Place of(Server server) {
      return new Place(server.name(), server.address(), server.port());
    }
  }

  /** Keeps what was found; nothing happens if the server is not registered. */
  public void keep(Server server, AdapterChoice choice) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into server_adapters (server, address, port, adapter, why)
                select name, :address, :port, :adapter, :why from servers where name = :server
                on conflict (server) do update
                set address = excluded.address, port = excluded.port,
                  adapter = excluded.adapter, why = excluded.why, found_at = now()
                """)
            .bind("server", server.name())
            .bind("address", server.address())
            .bind("port", server.port())
            .bind("adapter", choice.adapter().word())
            .bind("why", choice.why())
            .execute());
  }

  public void drop(Server server) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("delete from server_adapters where server = :server")
            .bind("server", server.name())
            .execute());
  }
}
