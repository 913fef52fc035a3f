package dev.holdfast.platform.server;

import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The ways to servers that are reached through others. */
final class Jumps {
  private static final int MOST = 8;

  private Jumps() {}

  /** Lets one transaction at a time change a way: two could close a ring together. */
  static void lock(Handle handle) {
    handle.execute("select pg_advisory_xact_lock(hashtext('servers/jump'))");
  }

  /**
   * Follows the way to a server to its beginning.
   *
   * @throws IllegalArgumentException that begins with {@code jump: } if it does not begin anywhere,
   *     or has too many stations
   */
  static void require(Handle handle, Server server) {
    List<String> way = new ArrayList<>(List.of(server.name()));
    Optional<String> next = server.jump();
    while (next.isPresent()) {
      String name = next.get();
      boolean ring = way.contains(name);
      way.add(name);
      if (ring) {
        throw new IllegalArgumentException(
            "jump: would lead in a circle: "
                + way.stream().map(ServerNames::within).collect(Collectors.joining(" → ")));
      }
      if (way.size() > MOST) {
        throw new IllegalArgumentException("jump: leads over more than " + MOST + " servers");
      }
      // Locked, so that it is not removed before this one is stored.
      List<Optional<String>> found =
          handle
              .createQuery(
                  """
                  select jump from servers
                  where organisation_id = :organisation and name = :name for key share
                  """)
              .bind("organisation", server.organisation())
              .bind("name", name)
              .map((rs, context) -> Optional.ofNullable(rs.getString(1)))
              .list();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "jump: there is no server '" + ServerNames.within(name) + "'; register it first");
      }
      next = found.getFirst();
    }
  }
}
