package dev.holdfast.activities.journal;

import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.schemas.server.Server;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What pooled connections may differ in from a login that is made now, as {@code session.sh} on the
 * server sees it. A connection keeps the groups, variables and limits that it was made with; one
 * that is found stale is replaced before anything runs on it. Thread-safe.
 */
public final class SessionStates {
  private static final String NONE = "none";

  /** What each server's sessions differ in by design: what was found right after a login. */
  private final Map<Login, String> accepted = new ConcurrentHashMap<>();

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
   * Makes the next command come over a connection that is not stale.
   *
   * @param state of the one that was found to be
   * @param renewed whether this was done a moment ago: then no login is better
   */
  public void renew(Ssh ssh, Server server, String state, boolean renewed) {
    if (renewed) {
      accepted.put(Login.of(server), state);
    } else {
      ssh.forget(server);
    }
  }
}
