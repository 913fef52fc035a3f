package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import net.schmizz.sshj.connection.channel.OpenFailException;
import org.jspecify.annotations.Nullable;

/**
 * The ways through other servers. One connection to a jump host carries all who go through it, and
 * ends with the last of them; its channels are no sessions and do not count for MaxSessions.
 */
final class JumpHosts {
  private static final int MOST = 8;

  private final ServerLookup servers;
  private final Function<Server, Connection> connector;

  /** By everything that is known of a server, so that no way outlives the trust of a station. */
  private final ConcurrentMap<Server, Station> stations = new ConcurrentHashMap<>();

  /**
   * @param connector connects to a jump host as to any other server
   */
  JumpHosts(ServerLookup servers, Function<Server, Connection> connector) {
    this.servers = servers;
    this.connector = connector;
  }

  /**
   * The servers through which one is reached, the nearest to it first; none if it is reached
   * directly.
   */
  List<Server> way(Server server) {
    List<Server> way = new ArrayList<>();
    for (Optional<String> next = server.jump(); next.isPresent(); next = way.getLast().jump()) {
      String name = next.get();
      if (way.size() == MOST) {
        throw new SshException(
            FailureType.BAD_INPUT,
            "%s is reached over more than %d servers".formatted(server.name(), MOST),
            null);
      }
      way.add(
          servers
              .find(name)
              .orElseThrow(() ->
                  new SshException(
                      FailureType.BAD_INPUT,
                      "%s is reached through %s, which is not registered"
                          .formatted(server.name(), name),
                      null)));
    }
    return way;
  }

  /**
   * Opens a way through the jump host of a server.
   *
   * @throws SshException that says which station failed
   */
  Tunnel open(Server server, int port, SshFailures failures) {
    Server jump = way(server).getFirst();
    Station station = stations.computeIfAbsent(jump, Station::new);
    Connection through;
    try {
      through = station.enter();
    } catch (SshException e) {
      throw failures.of(
          e.type(), "is not reached, because its jump host failed: " + e.getMessage(), e);
    }
    WatchedTunnel channel =
        new WatchedTunnel(through.client().getConnection(), server.address(), port);
    try {
      channel.open();
      return new Tunnel(channel, () -> station.leave(through));
    } catch (IOException e) {
      station.leave(through);
      throw refused(e, jump, failures);
    }
  }

  private static SshException refused(IOException e, Server jump, SshFailures failures) {
    if (e instanceof OpenFailException refusal
        && refusal.getReason() == OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED) {
      return failures.of(
          FailureType.REFUSED,
          "is not reached: the jump host %s forwards nothing (AllowTcpForwarding, PermitOpen or DisableForwarding in its sshd_config; restrict in its authorized_keys)"
              .formatted(jump.name()),
          e);
    }
    return failures.of(
        FailureType.UNREACHABLE,
        "cannot be reached from the jump host %s: %s. Does its name mean something there, and does sshd listen?"
            .formatted(jump.name(), e.getMessage()),
        e);
  }

  /** A way that is open. */
  static final class Tunnel implements AutoCloseable {
    private final WatchedTunnel channel;
    private final Runnable left;
    private boolean closed;

    private Tunnel(WatchedTunnel channel, Runnable left) {
      this.channel = channel;
      this.left = left;
    }

    WatchedTunnel channel() {
      return channel;
    }

    /** Closes it without waiting, so that whoever reads from it goes on. */
    void abandon() {
      Thread.ofVirtual().name("ssh-tunnel-close").start(this::close);
    }

    @Override
    public void close() {
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
      }
      try {
        channel.close();
      } catch (IOException e) {
        // The connection below it is gone, and the channel with it.
      } finally {
        left.run();
      }
    }
  }

  /** A jump host and how many go through it. */
  private final class Station {
    private final Server server;
    private @Nullable Connection current;
    private int users;

    Station(Server server) {
      this.server = server;
    }

    /** One at a time connects, the others wait for it. */
    synchronized Connection enter() {
      Connection connection = current;
      if (connection == null || !connection.isHealthy()) {
        if (connection != null) {
          connection.close();
        }
        connection = connector.apply(server);
        current = connection;
        users = 0;
      }
      users++;
      return connection;
    }

    synchronized void leave(Connection connection) {
      if (connection == current && --users == 0) {
        current = null;
        stations.remove(server, this);
        connection.close();
      }
    }
  }
}
