package dev.holdfast.activities.containers;

import dev.holdfast.schemas.server.Server;
import org.jdbi.v3.core.Jdbi;

/** Lab servers as the platform has them registered. */
final class RegisteredServer {
  private RegisteredServer() {}

  /** The same with the id of its row, which is made where there is none. */
  static Server of(Server server, Jdbi jdbi) {
    String id =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    insert into servers (organisation_id, name, address, port, user_name, host_keys)
                    values ('default', :name, :address, :port, :user, '[]')
                    on conflict (name) do update set port = excluded.port returning id
                    """)
                .bind("name", server.name())
                .bind("address", server.address())
                .bind("port", server.port())
                .bind("user", server.user())
                .mapTo(String.class)
                .one());
    return new Server(
        server.name(),
        server.address(),
        server.port(),
        server.user(),
        server.credential(),
        server.hostKeys(),
        server.labels(),
        server.region(),
        server.access(),
        id,
        null);
  }
}
