package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How long the network takes for a round trip, and a command on an open connection beyond that. */
final class LatencyCheck implements Check {
  static final String NAME = "speed/latency";
  private static final int COMMANDS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration TIMEOUT = Duration.ofSeconds(6);
  private static final int OUTPUT = 64 << 10;

  /** Opening a channel and starting a command on it. */
  private static final int ROUND_TRIPS = 2;

  private static final double FAR_MILLIS = 300;
  private static final double SLOW_MILLIS = 100;

  private final Server server;
  private final Ssh ssh;

  /** The median of the commands. */
  record Latency(long commandNanos) {}

  LatencyCheck(Server server, Ssh ssh) {
    this.server = server;
    this.ssh = ssh;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(ShellCheck.NAME);
  }

  @Override
  public Duration limit() {
    return PATIENCE.plus(TIMEOUT);
  }

  @Override
  public Finding make(Evidence evidence) {
    List<Long> nanos = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (nanos.size() < COMMANDS && (nanos.isEmpty() || System.nanoTime() < end)) {
      long begun = System.nanoTime();
      var _ = ssh.exec(server, new Command("true", "", false, TIMEOUT, OUTPUT));
      nanos.add(System.nanoTime() - begun);
    }
    nanos.sort(null);
    long median = nanos.get(nanos.size() / 2);
    evidence.add(new Latency(median));
    // Behind a jump host nobody has seen a bare round trip.
    double roundTrip =
        evidence.find(Door.class).map(door -> door.connectNanos() / 1e6).orElse(-1.0);
    return finding(roundTrip, median / 1e6, nanos.size());
  }

  /**
   * @param roundTrip in milliseconds; negative if it is not known
   */
  static Finding finding(double roundTrip, double command, int commands) {
    String summary =
        (roundTrip < 0 ? "" : "a round trip takes %.1f ms, ".formatted(roundTrip))
            + "a command%s %.1f ms (median of %d)"
                .formatted(roundTrip < 0 ? " takes" : "", command, commands);
    if (roundTrip < 0) {
      return Finding.ok(NAME, summary);
    }
    if (command - ROUND_TRIPS * roundTrip > SLOW_MILLIS) {
      return Finding.warning(
          NAME,
          summary + ": the server takes long to start a command",
          "See what the shell runs at each start (.bashrc, /etc/bash.bashrc, PAM), and the server's load");
    }
    return roundTrip > FAR_MILLIS
        ? Finding.warning(
            NAME,
            summary + ": the way is long",
            "Run a worker near the server and give both a region")
        : Finding.ok(NAME, summary);
  }
}
