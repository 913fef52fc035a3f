package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.server.Server;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many commands at once over pooled connections; 1,000 over 10 servers with {@code
 * -Dholdfast.load.servers=10}.
 */
@LabTest(servers = 2)
final class PooledLoadIT {
  private static final int SERVERS = Integer.getInteger("holdfast.load.servers", 2);
  private static final int COMMANDS_PER_SERVER = 100;

  /** What was running at once is the highest of starts less ends, in the order of the file. */
  private static final String COMMAND =
      "echo 1 $SSH_CONNECTION >>/tmp/load; sleep 1; echo -1 >>/tmp/load";

  private final Lab lab;
  private final List<LabServer> servers;
  private final MeterRegistry registry = new SimpleMeterRegistry();

  PooledLoadIT(Lab lab) {
    this.lab = lab;
    Metrics.addRegistry(registry);
    this.servers = lab.up(SERVERS).subList(0, SERVERS);
    servers.forEach(server -> onServer(server, "rm -f /tmp/load"));
  }

  @AfterEach
  void configureAsBefore() {
    Metrics.removeRegistry(registry);
    onServer(
        servers.getFirst(),
        "rm -f /tmp/load /etc/ssh/sshd_config.d/load.conf; systemctl restart ssh");
  }

  @Test
  void shouldRunManyCommandsAtOnceOverOneConnectionEach() throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int before = threads.getThreadCount();
    threads.resetPeakThreadCount();
    long began = System.nanoTime();

    List<Integer> exitCodes = run(COMMAND, COMMANDS_PER_SERVER);

    Duration took = Duration.ofNanos(System.nanoTime() - began);
    int more = threads.getPeakThreadCount() - before;
    assertThat(exitCodes).hasSize(SERVERS * COMMANDS_PER_SERVER).containsOnly(0);
    List<Integer> atOnce = new ArrayList<>();
    for (LabServer server : servers) {
      atOnce.add(mostAtOnce(server));
      assertThat(onServer(server, "grep '^1' /tmp/load | sort -u | wc -l")).isEqualTo("1");
      assertThat(onServer(server, "journalctl -u ssh | grep -c 'no more sessions' || true"))
          .isEqualTo("0");
      assertThat(
              registry
                  .get("holdfast.ssh.connections.made")
                  .tag("server", server.name())
                  .counter()
                  .count())
          .isEqualTo(1);
    }
    System.err.printf(
        "%d commands over %d servers: %d ms, at once on each server %s, platform threads +%d%n",
        exitCodes.size(), SERVERS, took.toMillis(), atOnce, more);
    assertThat(atOnce).allMatch(n -> n >= 4 && n <= 5);
    assertThat(more).isLessThan(2 * SERVERS + 24);
    assertThat(
            registry.get("holdfast.ssh.executions").timers().stream()
                .mapToLong(t -> t.count())
                .sum())
        .isEqualTo(exitCodes.size());
  }

  @Test
  void shouldLearnHowManySessionsAServerTakes() throws Exception {
    LabServer first = servers.getFirst();
    for (int maxSessions : List.of(4, 30)) {
      onServer(
          first,
          "echo MaxSessions %d >/etc/ssh/sshd_config.d/load.conf; systemctl restart ssh; rm -f /tmp/load"
              .formatted(maxSessions));
      assertThat(run(COMMAND.replace("sleep 1", "sleep 0.3"), 40)).containsOnly(0);
      assertThat(mostAtOnce(first))
          .as("MaxSessions %d", maxSessions)
          .isLessThanOrEqualTo(maxSessions);
      if (maxSessions > 10) {
        assertThat(mostAtOnce(first)).isGreaterThan(10);
      }
    }
  }

  @Test
  void shouldFindByRefusalsWhatAServerDoesNotTell() throws Exception {
    LabServer first = servers.getFirst();
    onServer(
        first,
        "echo MaxSessions 2 >/etc/ssh/sshd_config.d/load.conf; systemctl restart ssh; mv /etc/sudoers.d /etc/sudoers.off");
    try {
      assertThat(run(COMMAND.replace("sleep 1", "sleep 0.2"), 20)).containsOnly(0);
      assertThat(mostAtOnce(first)).isLessThanOrEqualTo(2);
    } finally {
      onServer(first, "mv /etc/sudoers.off /etc/sudoers.d");
    }
  }

  private List<Integer> run(String line, int times) throws Exception {
    Command command = new Command(line, "", false, Duration.ofMinutes(4), 1000);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Ssh ssh = LabFixture.ssh(servers.getFirst())) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        for (LabServer server : servers) {
          Server target = LabFixture.server(server);
          running.add(threads.submit(() -> ssh.exec(target, command).exitCode()));
        }
      }
      List<Integer> exitCodes = new ArrayList<>();
      for (Future<Integer> one : running) {
        exitCodes.add(one.get());
      }
      return exitCodes;
    }
  }

  private int mostAtOnce(LabServer server) {
    String most =
        onServer(server, "awk '{ n += $1; if (n > most) most = n } END { print most }' /tmp/load");
    return Integer.parseInt(most);
  }

  private String onServer(LabServer server, String script) {
    return lab.exec(server.name(), "sh", "-c", script).orThrow();
  }
}
