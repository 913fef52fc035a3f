package dev.holdfast.bench;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.LabServer;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code true} on all servers of a fleet, in each way by turns. */
final class FleetBench {
  private static final int WARM_UPS = 10;

  /** As many as an operation takes when nobody says otherwise. */
  private static final int AT_A_TIME = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Command TRUE = new Command("true", "", false, PATIENCE, 1000);

  private final List<LabServer> servers;
  private final PlatformFleet platform;
  private final CliProcess cli;
  private final FleetBaselines baselines;
  private final int rounds;
  private final Measured results = new Measured();

  /**
   * @param rounds of each; those of Ansible, which keeps its connections, and of what takes its
   *     time are a third as many
   */
  FleetBench(
      List<LabServer> servers,
      PlatformFleet platform,
      CliProcess cli,
      FleetBaselines baselines,
      int rounds) {
    this.servers = servers;
    this.platform = platform;
    this.cli = cli;
    this.baselines = baselines;
    this.rounds = rounds;
  }

  Measured run() throws Exception {
    String key = Files.readString(servers.getFirst().keyFile());
    Credentials credentials = _ -> key;
    try (Ssh ssh = new SshjSsh(credentials)) {
      for (int i = 0; i < WARM_UPS; i++) {
        var _ = platform.run();
        everywhere(ssh);
      }
      baselines.ansible();
      for (int i = 0; i < rounds; i++) {
        String operation = timed("operation", platform::run);
        results.of("onServers").add(platform.onServers(operation).toNanos());
        results.of("sshLayer").time(() -> everywhere(ssh));
        results.of("cli").time(() -> cli.exec(PlatformFleet.selector()));
        results.of("parallelSsh").time(() -> baselines.parallelSsh(1));
      }
      List<Double> warm = baselines.parallelSsh(1 + WARM_UPS + rounds);
      warm.stream()
          .skip(1 + WARM_UPS)
          .forEach(millis -> results.of("parallelSshConnected").add(Math.round(millis * 1e6)));
      for (int i = 0; i < Math.max(2, rounds / 3); i++) {
        var _ = timed("oneByOne", () -> platform.working(1));
        var _ = timed("atATime", () -> platform.working(AT_A_TIME));
        results.of("ansibleRaw").time(baselines::ansibleRaw);
        results.of("ansible").time(baselines::ansible);
      }
    }
    return results;
  }

  private void everywhere(Ssh ssh) throws Exception {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (LabServer lab : servers) {
      Server server = server(lab);
      tasks.add(() -> ssh.exec(server, TRUE).exitCode());
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> task : threads.invokeAll(tasks)) {
        if (task.get() != 0) {
          throw new IllegalStateException("`true` ended with " + task.get());
        }
      }
    }
  }

  private static Server server(LabServer lab) {
    List<HostKey> keys = lab.hostKeys().stream().map(k -> HostKey.parse(k.publicKey())).toList();
    return new Server(
        lab.name(), lab.address(), lab.port(), lab.user(), "lab", keys, Map.of(), null);
  }

  private <T> T timed(String name, Callable<T> work) throws Exception {
    long began = System.nanoTime();
    T result = work.call();
    results.of(name).add(System.nanoTime() - began);
    return result;
  }
}
