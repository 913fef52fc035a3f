package dev.holdfast.platform.server;

import dev.holdfast.schemas.server.Server;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** When servers were reached and when not, as operations and checks have seen it. Thread-safe. */
public final class ServerContacts {
  private final Jdbi jdbi;

  public ServerContacts(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  private record Place(String server, String address, int port) {
    static Place of(Server server) {
      return new Place(server.name(), server.address(), server.port());
    }
  }

  /** Tells of any server when it was reached where it is now; asks the database once, now. */
  public Function<Server, ServerContact> all() {
    Map<Place, ServerContact> seen =
        jdbi.withHandle(handle ->
            handle
                .createQuery("select * from server_contacts")
                .map((row, _) ->
                    Map.entry(
                        new Place(
                            row.getString("server"), row.getString("address"), row.getInt("port")),
                        new ServerContact(
                            instant(row, "reached_at"),
                            instant(row, "failing_since"),
                            instant(row, "failed_at"))))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    return server -> seen.getOrDefault(Place.of(server), ServerContact.NONE);
  }

  /** A server was reached; nothing happens if it is not registered. */
  public void reached(Server server) {
    write(
        server,
        """
        insert into server_contacts (server, address, port, reached_at)
        select name, :address, :port, now() from servers where name = :server
        on conflict (server) do update
        set address = excluded.address, port = excluded.port, reached_at = now(),
          failing_since = null,
          failed_at = case when (server_contacts.address, server_contacts.port)
            = (excluded.address, excluded.port) then server_contacts.failed_at end
        """);
  }

  /** A server could not be reached; nothing happens if it is not registered. */
  public void failed(Server server) {
    write(
        server,
        """
        insert into server_contacts (server, address, port, failing_since, failed_at)
        select name, :address, :port, now(), now() from servers where name = :server
        on conflict (server) do update
        set address = excluded.address, port = excluded.port, failed_at = now(),
          failing_since = case when (server_contacts.address, server_contacts.port)
            = (excluded.address, excluded.port)
            then coalesce(server_contacts.failing_since, now()) else now() end,
          reached_at = case when (server_contacts.address, server_contacts.port)
            = (excluded.address, excluded.port) then server_contacts.reached_at end
        """);
  }

  private void write(Server server, String sql) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(sql)
            .bind("server", server.name())
            .bind("address", server.address())
            .bind("port", server.port())
            .execute());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
