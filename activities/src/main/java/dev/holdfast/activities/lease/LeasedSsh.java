package dev.holdfast.activities.lease;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.RemoteSockets;
import dev.holdfast.activities.ssh.SftpWork;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Records what is sent to servers under leases, before it is sent, and takes back what was surely
 * not started. Thread-safe.
 */
public final class LeasedSsh implements Ssh {
  private static final int REMEMBERED = 2000;

  private final Ssh next;
  private final LeaseDeliveries deliveries;

  /** Leases under which something was started, so that they need no further record. */
  private final Set<Lease> started =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Lease, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  private record Lease(String operation, String server, long token) {
    static Lease of(Step step) {
      return new Lease(step.operation(), step.server(), step.fencingToken());
    }
  }

  /**
   * @param next is closed with this one
   */
  public LeasedSsh(Ssh next, LeaseDeliveries deliveries) {
    this.next = next;
    this.deliveries = deliveries;
  }

  @Override
  public int stream(Server server, Command command, Streams streams) {
    return recorded(server, () -> next.stream(server, command, streams));
  }

  @Override
  public <T> T sftp(Server server, SftpWork<T> work) {
    return recorded(server, () -> next.sftp(server, work));
  }

  @Override
  public <T> T socket(Server server, String path, Function<RemoteSockets, T> work) {
    return recorded(server, () -> next.socket(server, path, work));
  }

  private <T> T recorded(Server server, Supplier<T> work) {
    Step step = CommandContext.current().step();
    // The step that cleans up runs after the end of its lease.
    if (step == null
        || step.fencingToken() == 0
        || step.key().equals(ChangeActivities.CLOSE_KEY)
        || started.contains(Lease.of(step))) {
      return work.get();
    }
    Optional<String> delivery = deliveries.begin(step);
    if (delivery.isEmpty()) {
      throw new SshException(
          FailureType.FENCED,
          "%s: the lease of %s has ended, so nothing more of it is run there; start it again if it is still wanted"
              .formatted(server.name(), step.operation()),
          null);
    }
    try {
      T result = work.get();
      started.add(Lease.of(step));
      return result;
    } catch (SshException e) {
      if (e.isBeforeStart()) {
        deliveries.withdraw(step, delivery.get());
      }
      throw e;
    }
  }

  @Override
  public void prove(Server server, int port) {
    next.prove(server, port);
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
