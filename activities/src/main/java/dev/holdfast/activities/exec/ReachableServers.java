package dev.holdfast.activities.exec;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.step.AtOnce;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Looks which servers can be reached, many at the same time. */
record ReachableServers(ServerLookup servers, Ssh ssh) {
  private static final int AT_A_TIME = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int OUTPUT = 64 << 10;

  /** Those of these that can be. One that is registered no longer is told by its next attempt. */
  List<String> of(List<String> names) {
    Queue<String> reachable = new ConcurrentLinkedQueue<>();
    AtOnce.each(
        "reachable",
        AT_A_TIME,
        names,
        name -> {
          if (servers.find(name).map(this::isReachable).orElse(true)) {
            reachable.add(name);
          }
        });
    return reachable.stream().sorted().toList();
  }

  private boolean isReachable(Server server) {
    try {
      var _ =
          CommandContext.current()
              .silently(() -> ssh.exec(server, new Command("true", "", false, PATIENCE, OUTPUT)));
      return true;
    } catch (SshException e) {
      return e.type() != FailureType.UNREACHABLE;
    }
  }
}
