package dev.holdfast.bench;

import static dev.holdfast.bench.Measured.rounded;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What was measured of a stack on some servers, set against what is promised. */
final class StacksVerdict implements Verdict {
  private static final double THREE_TIMES = 3;
  private static final List<String> WHAT = List.of("deploy", "again", "release", "rollback");
  private static final List<String> BASELINES = List.of("compose", "ansible");

  private static final Map<String, String> WAYS =
      Map.of(
          "cli", "`./holdfast stack …` as a process, to the end of its operation",
          "operation", "of that, the operation: request, plan, servers, verification",
          "compose", "`docker-compose up -d` over ssh://, a process for each server at once",
          "ansible", "`ansible-playbook` with community.docker, a fork for each server, no facts");

  private final int servers;
  private final Measured measured;
  private final Goals goals = new Goals();

  /**
   * @param servers on which the stack was
   */
  StacksVerdict(int servers, Measured measured) {
    this.servers = servers;
    this.measured = measured;
    for (String baseline : BASELINES) {
      goals.atLeast(
          "again: %s p50 / cli p50".formatted(baseline),
          measured.ratio("again " + baseline, "again cli"),
          THREE_TIMES);
    }
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
                "%-20s p50 %7.2f s   p95 %7.2f s   (%d)  %s",
                name,
                of.percentile(50) / 1000,
                of.percentile(95) / 1000,
                of.count(),
                WAYS.getOrDefault(name.substring(name.indexOf(' ') + 1), ""))));
    goals.tell(output);
  }

  private ObjectNode document() {
    ObjectNode document = Json.object().put("servers", servers);
    ObjectNode seconds = document.putObject("seconds");
    measured.forEach((name, of) ->
        seconds
            .putObject(name)
            .put("p50", rounded(of.percentile(50) / 1000))
            .put("p95", rounded(of.percentile(95) / 1000))
            .put("samples", of.count()));
    ObjectNode ratios = document.putObject("ratios");
    for (String what : WHAT) {
      for (String baseline : BASELINES) {
        ratios.put(
            "%s %s to cli".formatted(what, baseline),
            rounded(measured.ratio(what + " " + baseline, what + " cli")));
      }
    }
    return goals.into(document);
  }
}
