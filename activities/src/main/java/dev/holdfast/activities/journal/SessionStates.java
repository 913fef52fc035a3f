package dev.holdfast.activities.journal;

import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.schemas.server.Server;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What pooled connections may differ in from a login that is made now, as {@code session.sh} on the
 * server sees it. A connection keeps the groups, variables and limits that it was made with; one
 * that is found stale is replaced before anything runs on it. Thread-safe.
 */
public final class SessionStates {
  private static final String NONE = "none";
  private static final Pattern NAME = Pattern.compile("[0-9.-]{1,80}");

  /** So many connections to one server are remembered; others are looked at each time. */
  private static final int MOST = 8;

  /** What each server's sessions differ in by design: what was found right after a login. */
  private final Map<Login, String> accepted = new ConcurrentHashMap<>();

  /** What was found of sessions that were fresh, the newest first. */
  private final Map<Login, List<String>> known = new ConcurrentHashMap<>();

  private record Login(String address, int port, String user) {
    static Login of(Server server) {
      return new Login(server.address(), server.port(), server.user());
    }
  }

  /** The state that counts as fresh, in safe characters. */
  public String accepted(Server server) {
    return accepted.getOrDefault(Login.of(server), NONE);
  }

  /**
   * In one word each, of which sessions it is known in what state of the server's files they were
   * fresh: where it is still in that, one need not look any further.
   */
  public String known(Server server) {
    return String.join(" ", known.getOrDefault(Login.of(server), List.of()));
  }

  /**
   * Remembers a session that was fresh.
   *
   * @param session as the program on the server names it; what cannot be such a name is forgotten
   */
  public void found(Server server, String session) {
    if (!NAME.matcher(session).matches()) {
      return;
    }
    known.merge(
        Login.of(server),
        List.of(session),
        (before, one) ->
            Stream.concat(one.stream(), before.stream()).distinct().limit(MOST).toList());
  }

  /**
   * Makes the next command come over a connection that is not stale.
   *
   * @param state of the one that was found to be
   * @param renewed whether this was done a moment ago: then no login is better
   */
  public void renew(Ssh ssh, Server server, String state, boolean renewed) {
    if (renewed) {
      accepted.put(Login.of(server), state);
    } else {
      known.remove(Login.of(server));
      ssh.forget(server);
    }
  }
}
