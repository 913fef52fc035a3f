package dev.holdfast.bench;

import static dev.holdfast.bench.Measured.rounded;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What was measured on a fleet, set against what is promised. */
final class FleetVerdict implements Verdict {
  private static final double AS_FAST = 1;
  private static final double TEN_TIMES = 10;
  private static final double SERVERS_PER_SECOND = 200;

  /** Four at a time take at least 60 % less than one server after the other. */
  private static final double SAVED = 0.4;

  private static final int SERVERS = 20;
  private static final double OPERATION_MILLIS = 250;

  private static final Map<String, String> WHAT = what();

  private final int servers;
  private final Measured measured;
  private final Goals goals;

  /**
   * @param servers in the fleet
   */
  FleetVerdict(int servers, Measured measured) {
    this.servers = servers;
    this.measured = measured;
    this.goals =
        new Goals()
            .atLeast("parallel-ssh p50 / cli p50", measured.ratio("parallelSsh", "cli"), AS_FAST)
            .atLeast("ansible p50 / cli p50", measured.ratio("ansible", "cli"), TEN_TIMES)
            .atLeast("servers a second, warm", perSecond("sshLayer"), SERVERS_PER_SECOND)
            .atMost(
                "four at a time p50 / one by one p50",
                measured.ratio("atATime", "oneByOne"),
                SAVED);
    if (servers == SERVERS) {
      goals.atMost("operation p50 on 20 servers, ms", measured.p50("operation"), OPERATION_MILLIS);
    }
  }

  private static Map<String, String> what() {
    Map<String, String> what = new LinkedHashMap<>();
    what.put(
        "operation", "REST request to the result of every server, workflow and audit included");
    what.put("onServers", "of that, in the worker: first command begun to last command ended");
    what.put("sshLayer", "the SSH layer alone on warm connections, in this process");
    what.put("oneByOne", "an operation with `sleep 0.25`, on one server after the other");
    what.put("atATime", "the same on four at a time, as it is by default");
    what.put("cli", "`./holdfast exec --read-only` as a process");
    what.put("parallelSsh", "a parallel-ssh process, which connects; it checks no host keys");
    what.put("parallelSshConnected", "parallel-ssh in a process that is connected already");
    what.put("ansibleRaw", "`ansible all -m raw -a true`, a fork for each server, no facts");
    what.put(
        "ansible", "`ansible-playbook` that gathers facts, then raw `true`, as it does by default");
    return what;
  }

  @Override
  public boolean allMet() {
    return goals.allMet();
  }

  @Override
  public void tell(Output output) {
    if (output.json()) {
      output.document(document());
      return;
    }
    measured.forEach((name, of) ->
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
    goals.tell(output);
  }

  private ObjectNode document() {
    ObjectNode document = Json.object().put("servers", servers);
    ObjectNode millis = document.putObject("milliseconds");
    measured.forEach((name, of) ->
        millis
            .putObject(name)
            .put("p50", rounded(of.percentile(50)))
            .put("p95", rounded(of.percentile(95)))
            .put("samples", of.count())
            .put("what", WHAT.getOrDefault(name, "")));
    ObjectNode speeds = document.putObject("serversPerSecond");
    measured.forEach((name, _) -> speeds.put(name, rounded(perSecond(name))));
    document
        .putObject("ratios")
        .put("atATimeToOneByOne", rounded(measured.ratio("atATime", "oneByOne")))
        .put("parallelSshToCli", rounded(measured.ratio("parallelSsh", "cli")))
        .put("parallelSshToOperation", rounded(measured.ratio("parallelSsh", "operation")))
        .put(
            "parallelSshConnectedToOnServers",
            rounded(measured.ratio("parallelSshConnected", "onServers")))
        .put("ansibleRawToOperation", rounded(measured.ratio("ansibleRaw", "operation")))
        .put("ansibleRawToCli", rounded(measured.ratio("ansibleRaw", "cli")))
        .put("ansibleToOperation", rounded(measured.ratio("ansible", "operation")))
        .put("ansibleToCli", rounded(measured.ratio("ansible", "cli")));
    return goals.into(document);
  }

  private double perSecond(String name) {
    return servers / (measured.p50(name) / 1000);
  }
}
