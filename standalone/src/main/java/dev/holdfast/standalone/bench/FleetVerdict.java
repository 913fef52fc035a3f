package dev.holdfast.standalone.bench;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was measured on a fleet, set against what is promised. */
final class FleetVerdict {
  private static final double AS_FAST = 1;
  private static final double TEN_TIMES = 10;
  private static final double SERVERS_PER_SECOND = 200;

  private static final Map<String, String> WHAT = what();

  private final int servers;
  private final Map<String, Samples> samples;
  private final List<Goal> goals = new ArrayList<>();

  /** {@code value} must be at least {@code least}. */
  private record Goal(String name, double value, double least) {
    boolean met() {
      return value >= least;
    }
  }

  /**
   * @param servers in the fleet
   */
  FleetVerdict(int servers, Map<String, Samples> samples) {
    this.servers = servers;
    this.samples = samples;
    goals.add(new Goal("parallel-ssh p50 / cli p50", ratio("parallelSsh", "cli"), AS_FAST));
    goals.add(
        new Goal("ansible raw p50 / operation p50", ratio("ansibleRaw", "operation"), TEN_TIMES));
    goals.add(
        new Goal("servers a second, on the servers", perSecond("onServers"), SERVERS_PER_SECOND));
  }

  private static Map<String, String> what() {
    Map<String, String> what = new LinkedHashMap<>();
    what.put(
        "operation", "REST request to the result of every server, workflow and audit included");
    what.put("onServers", "of that, in the worker: first command begun to last command ended");
    what.put("sshLayer", "the SSH layer alone on warm connections, in this process");
    what.put("cli", "`./holdfast exec --read-only` as a process");
    what.put("parallelSsh", "a parallel-ssh process, which connects; it checks no host keys");
    what.put("parallelSshConnected", "parallel-ssh in a process that is connected already");
    what.put("ansibleRaw", "`ansible all -m raw -a true`, a fork for each server, no facts");
    return what;
  }

  boolean allMet() {
    return goals.stream().allMatch(Goal::met);
  }

  void tell(Output output) {
    if (output.json()) {
      output.document(document());
      return;
    }
    samples.forEach((name, of) ->
        output.line(
            String.format(
                Locale.ROOT,
                "%-20s p50 %9.2f ms   p95 %9.2f ms   %7.1f servers/s   (%d)  %s",
                name,
                of.percentile(50),
                of.percentile(95),
                perSecond(name),
                of.count(),
                WHAT.getOrDefault(name, ""))));
    for (Goal goal : goals) {
      output.line(
          String.format(
              Locale.ROOT,
              "%s  %s: %.2f, at least %.2f",
              goal.met() ? "met   " : "FAILED",
              goal.name(),
              goal.value(),
              goal.least()));
    }
  }

  private ObjectNode document() {
    ObjectNode document = Json.object().put("servers", servers);
    ObjectNode measured = document.putObject("milliseconds");
    samples.forEach((name, of) ->
        measured
            .putObject(name)
            .put("p50", rounded(of.percentile(50)))
            .put("p95", rounded(of.percentile(95)))
            .put("samples", of.count())
            .put("what", WHAT.getOrDefault(name, "")));
    ObjectNode speeds = document.putObject("serversPerSecond");
    samples.keySet().forEach(name -> speeds.put(name, rounded(perSecond(name))));
    document
        .putObject("ratios")
        .put("parallelSshToCli", rounded(ratio("parallelSsh", "cli")))
        .put("parallelSshToOperation", rounded(ratio("parallelSsh", "operation")))
        .put("parallelSshConnectedToOnServers", rounded(ratio("parallelSshConnected", "onServers")))
        .put("ansibleRawToOperation", rounded(ratio("ansibleRaw", "operation")))
        .put("ansibleRawToCli", rounded(ratio("ansibleRaw", "cli")));
    ArrayNode told = document.putArray("goals");
    for (Goal goal : goals) {
      told.addObject()
          .put("name", goal.name())
          .put("value", rounded(goal.value()))
          .put("atLeast", goal.least())
          .put("met", goal.met());
    }
    return document.put("passed", allMet());
  }

  private double perSecond(String name) {
    return servers / (p50(name) / 1000);
  }

  private double ratio(String of, String to) {
    return p50(of) / p50(to);
  }

  private double p50(String name) {
    Samples found = samples.get(name);
    if (found == null) {
      throw new IllegalStateException(name + " was not measured");
    }
    return found.percentile(50);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
