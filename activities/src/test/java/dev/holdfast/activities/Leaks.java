package dev.holdfast.activities;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.lab.Lab;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Finds what should have ended and has not, here and on {@code lab-1}: connections, channels,
 * threads, sessions, programs.
 */
public final class Leaks implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> OURS =
      List.of("ssh-connect", "ssh-input", "ssh-output", "ssh-close", "journal-round", "sshj-");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  public Leaks() {
    Metrics.addRegistry(registry);
  }

  /** The usual, with connections that are closed soon where no channel of theirs is in use. */
  public static SshSettings settings() {
    SshSettings usual = SshSettings.defaults();
    return new SshSettings(
        usual.connectTimeout(),
        usual.handshakeTimeout(),
        usual.keepAlive(),
        Duration.ofSeconds(3),
        usual.channels(),
        usual.openPatience());
  }

  /** To be asked before anything is closed: waits until all has ended by itself, or fails. */
  public void assertNone(Lab lab) throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    Map<String, String> left = left(lab);
    while (!left.isEmpty() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(200);
      left = left(lab);
    }
    assertThat(left).isEmpty();
  }

  private Map<String, String> left(Lab lab) throws IOException {
    Map<String, String> left = new TreeMap<>();
    // The pool counts what is in use on a connection: one with a channel that was never given back
    // is never idle, and stays.
    for (Gauge gauge : registry.find("holdfast.ssh.connections.open").gauges()) {
      if (gauge.value() != 0) {
        left.put("connections in the pool", gauge.getId() + " " + gauge.value());
      }
    }
    List<String> threads = threads();
    if (!threads.isEmpty()) {
      left.put("threads", threads.toString());
    }
    String processes =
        LabFixture.onServer(
            lab,
            "pgrep -a -f '^sshd: debian|^sudo |^sh /var/lib/holdfast|^(dd|tar) |^scp -|^[^ ]*sftp-server' || true");
    if (!processes.isEmpty()) {
      left.put("processes on the server", processes);
    }
    return left;
  }

  /** Virtual ones are in no other list. */
  private static List<String> threads() throws IOException {
    Path dump = Path.of("target", "threads-" + System.nanoTime() + ".txt").toAbsolutePath();
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      try (var lines = Files.lines(dump)) {
        return lines
            .filter(line -> line.startsWith("#"))
            .filter(line -> OURS.stream().anyMatch(name -> line.contains(" \"" + name)))
            .toList();
      }
    } finally {
      Files.deleteIfExists(dump);
    }
  }

  @Override
  public void close() {
    Metrics.removeRegistry(registry);
  }
}
