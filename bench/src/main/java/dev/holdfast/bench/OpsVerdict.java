package dev.holdfast.bench;

import static dev.holdfast.bench.Measured.rounded;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How many operations a platform does, set against what is promised. */
final class OpsVerdict implements Verdict {
  private static final double TO_BARE = 0.5;
  private static final double PER_MINUTE = 2000;
  private static final double POST_MILLIS = 200;
  private static final double CPU_SECONDS = 0.06;

  private final OpsBench.Seen seen;
  private final Samples posts = new Samples();
  private final Goals goals;

  OpsVerdict(OpsBench.Seen seen) {
    this.seen = seen;
    seen.reading().posts().forEach(posts::add);
    this.goals =
        new Goals()
            .atLeast("operations that do nothing / workflows of the SDK alone", ratio(), TO_BARE)
            .atLeast("commands a minute", perMinute(), PER_MINUTE)
            .atMost("a request's p95, ms", posts.percentile(95), POST_MILLIS)
            .atMost("process time of a command, s", cpuSeconds(), CPU_SECONDS);
  }

  /** The median of the pairs. */
  private double ratio() {
    List<Double> ratios = seen.pairs().stream().map(OpsBench.Pair::ratio).sorted().toList();
    return ratios.get(ratios.size() / 2);
  }

  private double perMinute() {
    return seen.reading().perSecond() * 60;
  }

  private double cpuSeconds() {
    return seen.cpuMillis() / 1000.0 / seen.reading().count();
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
    output.line(
        String.format(
            Locale.ROOT,
            "%d commands: %.0f a minute, request p50 %.1f ms, p95 %.1f ms, %.3f s of process time each",
            seen.reading().count(),
            perMinute(),
            posts.percentile(50),
            posts.percentile(95),
            cpuSeconds()));
    goals.tell(output);
  }

  private ObjectNode document() {
    ObjectNode document = Json.object();
    ArrayNode pairs = document.putArray("pairs");
    for (OpsBench.Pair pair : seen.pairs()) {
      pairs
          .addObject()
          .put("operationsPerSecond", rounded(pair.operations()))
          .put("bareWorkflowsPerSecond", rounded(pair.bare()))
          .put("ratio", rounded(pair.ratio()));
    }
    document
        .putObject("commands")
        .put("count", seen.reading().count())
        .put("perMinute", rounded(perMinute()))
        .put("postP50Millis", rounded(posts.percentile(50)))
        .put("postP95Millis", rounded(posts.percentile(95)))
        .put("cpuSecondsEach", rounded(cpuSeconds()));
    return goals.into(document);
  }
}
