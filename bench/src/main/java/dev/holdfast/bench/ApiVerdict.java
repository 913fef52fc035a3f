package dev.holdfast.bench;

import static dev.holdfast.bench.Measured.rounded;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How long requests took at a fixed rate, set against what is promised. */
final class ApiVerdict implements Verdict {
  private static final double P99_MILLIS = 50;
  private static final double TIMES_BARE = 3;

  private final int perSecond;
  private final ApiBench.Rounds rounds;
  private final Goals goals;

  ApiVerdict(int perSecond, ApiBench.Rounds rounds) {
    this.perSecond = perSecond;
    this.rounds = rounds;
    double list = median(ApiBench.LIST, 99);
    this.goals =
        new Goals()
            .atMost("operations p99 ms", list, P99_MILLIS)
            .atMost("operations p99 / bare p99", list / median(ApiBench.BARE, 99), TIMES_BARE)
            .atMost("requests that failed", rounds.failed(), 0);
  }

  /** Of the rounds' percentiles. */
  private double median(String name, int percent) {
    List<Double> sorted =
        rounds.samples().getOrDefault(name, List.of()).stream()
            .map(round -> round.percentile(percent))
            .sorted()
            .toList();
    if (sorted.isEmpty()) {
      throw new IllegalStateException(name + " was not measured");
    }
    return sorted.get(sorted.size() / 2);
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
    for (Map.Entry<String, List<Samples>> of : rounds.samples().entrySet()) {
      output.line(
          String.format(
              Locale.ROOT,
              "%-12s %d a second   p50 %7.2f ms   p95 %7.2f ms   p99 %7.2f ms   (median of %d)",
              of.getKey(),
              perSecond,
              median(of.getKey(), 50),
              median(of.getKey(), 95),
              median(of.getKey(), 99),
              of.getValue().size()));
    }
    goals.tell(output);
  }

  private ObjectNode document() {
    ObjectNode document = Json.object().put("requestsPerSecond", perSecond);
    ObjectNode millis = document.putObject("milliseconds");
    for (Map.Entry<String, List<Samples>> of : rounds.samples().entrySet()) {
      ObjectNode told =
          millis
              .putObject(of.getKey())
              .put("p50", rounded(median(of.getKey(), 50)))
              .put("p95", rounded(median(of.getKey(), 95)))
              .put("p99", rounded(median(of.getKey(), 99)));
      ArrayNode each = told.putArray("p99OfRounds");
      of.getValue().forEach(round -> each.add(rounded(round.percentile(99))));
    }
    return goals.into(document);
  }
}
