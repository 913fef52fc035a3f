package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells which servers were reached, and which were not; no more often than one has to. */
public final class SeenSsh implements Ssh {
  private static final Logger LOG = LoggerFactory.getLogger(SeenSsh.class);

  /** What another worker has seen meanwhile is as old as this at most. */
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final Ssh next;
  private final Consumer<Server> reached;
  private final Consumer<Server> failed;
  private final LongSupplier nanos;
  private final Map<String, Seen> told = new ConcurrentHashMap<>();

  private record Seen(boolean reached, String address, int port, long at) {}

  /**
   * @param next is closed with this one
   * @param reached told of a server that was reached
   * @param failed told of one that could not be
   */
  public SeenSsh(Ssh next, Consumer<Server> reached, Consumer<Server> failed) {
    this(next, reached, failed, System::nanoTime);
  }

  SeenSsh(Ssh next, Consumer<Server> reached, Consumer<Server> failed, LongSupplier nanos) {
    this.next = next;
    this.reached = reached;
    this.failed = failed;
    this.nanos = nanos;
  }

  @Override
  public int stream(Server server, Command command, Streams streams) {
    return seen(server, () -> next.stream(server, command, streams));
  }

  @Override
  public <T> T sftp(Server server, SftpWork<T> work) {
    return seen(server, () -> next.sftp(server, work));
  }

  @Override
  public <T> T socket(Server server, String path, Function<RemoteSockets, T> work) {
    return seen(server, () -> next.socket(server, path, work));
  }

  /** On another port, perhaps: what it shows is for whoever asked. */
  @Override
  public void prove(Server server, int port) {
    next.prove(server, port);
  }

  private <T> T seen(Server server, Supplier<T> work) {
    T result;
    try {
      result = work.get();
    } catch (SshException e) {
      if (e.type() == FailureType.UNREACHABLE && e.isBeforeStart()) {
        tell(server, false);
      }
      throw e;
    }
    tell(server, true);
    return result;
  }

  private void tell(Server server, boolean now) {
    Seen before = told.get(server.name());
    long at = nanos.getAsLong();
    if (before != null
        && before.reached() == now
        && before.address().equals(server.address())
        && before.port() == server.port()
        && at - before.at() < AGAIN.toNanos()) {
      return;
    }
    try {
      (now ? reached : failed).accept(server);
      told.put(server.name(), new Seen(now, server.address(), server.port(), at));
    } catch (RuntimeException e) {
      // What people see of it is not worth the work itself.
      LOG.debug("Whether {} was reached cannot be told now", server.name(), e);
    }
  }

  @Override
  public void forget(Server server) {
    next.forget(server);
  }

  @Override
  public void close() {
    next.close();
  }
}
