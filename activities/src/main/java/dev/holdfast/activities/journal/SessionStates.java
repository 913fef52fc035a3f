package dev.holdfast.activities.journal;

import dev.holdfast.activities.ssh.JitteredDelay;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /** So often a command logs in again before it gives up, some 15 seconds later. */
  private static final int MOST_LOGINS = 10;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

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

  /** For one command that is about to be tried on a server. */
  public Renewal renewal(Ssh ssh, Server server) {
    return new Renewal(ssh, server);
  }

  /**
   * What one command does about connections that are found stale. It may have to do so again: while
   * somebody changes accounts there, a login is stale as soon as it is made. Used by one thread.
   */
  public final class Renewal {
    private final Ssh ssh;
    private final Server server;
    private int logins;
    private @Nullable String before;

    private Renewal(Ssh ssh, Server server) {
      this.ssh = ssh;
      this.server = server;
    }

    /**
     * Makes the next try come over a connection that is not stale: over a new one. Where that is
     * found as the one before it was, no login is better, and this state counts as fresh.
     *
     * @param state of the one that was found to be
     * @throws SshException of type THROTTLED if it goes on so
     */
    public void after(String state) {
      if (state.equals(before)) {
        accepted.put(Login.of(server), state);
        return;
      }
      if (logins == MOST_LOGINS) {
        throw new SshException(
            FailureType.THROTTLED,
            "%s: its accounts, groups or limits keep changing, so no login stays as it was made; nothing was run. See what changes them (ls -lct /etc /etc/security /etc/pam.d), and try again"
                .formatted(server.name()),
            null);
      }
      if (logins > 0) {
        pause();
      }
      logins++;
      before = state;
      known.remove(Login.of(server));
      ssh.forget(server);
    }

    /** Each login costs the server something, and what changes it may need a while. */
    private void pause() {
      try {
        Thread.sleep(JitteredDelay.jittered(FIRST_PAUSE, logins - 1, LONGEST_PAUSE));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SshException(
            FailureType.WORKER_LOST,
            "%s: the worker was stopped while it waited to log in again; nothing was run"
                .formatted(server.name()),
            e);
      }
    }
  }
}
