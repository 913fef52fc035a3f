package dev.holdfast.bench;

import static dev.holdfast.bench.Measured.rounded;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What clients heard of events at a fixed rate, set against what is promised. */
final class EventsVerdict implements Verdict {
  /** What may be lost to the times of the clock. */
  private static final double NEARLY = 0.98;

  private static final double BEHIND_SECONDS = 5;

  private final EventsBench.Outcome outcome;
  private final Goals goals;

  /**
   * @param perSecond events that were to be recorded
   */
  EventsVerdict(int perSecond, EventsBench.Outcome outcome) {
    this.outcome = outcome;
    this.goals =
        new Goals()
            .atLeast("events recorded a second", outcome.perSecond(), perSecond * NEARLY)
            .atLeast("clients with every event, in order", outcome.whole(), outcome.readers())
            .atMost("seconds behind at the end", behind(), BEHIND_SECONDS);
  }

  private double behind() {
    return outcome.behind().toMillis() / 1000.0;
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
    Samples took = outcome.took();
    if (took.count() > 0) {
      output.line(
          String.format(
              Locale.ROOT,
              "%d clients, one more that never reads   p50 %.0f ms   p95 %.0f ms   p99 %.0f ms",
              outcome.readers(),
              took.percentile(50),
              took.percentile(95),
              took.percentile(99)));
    }
    goals.tell(output);
  }

  private ObjectNode document() {
    ObjectNode document =
        Json.object().put("readers", outcome.readers()).put("whole", outcome.whole());
    Samples took = outcome.took();
    if (took.count() > 0) {
      document
          .putObject("milliseconds")
          .put("p50", rounded(took.percentile(50)))
          .put("p95", rounded(took.percentile(95)))
          .put("p99", rounded(took.percentile(99)));
    }
    return goals.into(document);
  }
}
