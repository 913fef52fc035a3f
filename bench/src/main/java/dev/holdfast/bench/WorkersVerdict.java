package dev.holdfast.bench;

import static dev.holdfast.bench.Measured.rounded;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How much quicker more workers are, set against what is promised. */
final class WorkersVerdict implements Verdict {
  private static final double TWO = 1.9;
  private static final double FOUR = 3.6;

  private final List<WorkersBench.Seen> seen;
  private final Goals goals;

  /**
   * @param seen of one worker, two and four
   */
  WorkersVerdict(List<WorkersBench.Seen> seen) {
    this.seen = List.copyOf(seen);
    this.goals =
        new Goals()
            .atLeast("two workers / one", ratio(1), TWO)
            .atLeast("four workers / one", ratio(2), FOUR);
  }

  private double ratio(int index) {
    return seen.get(index).perSecond() / seen.getFirst().perSecond();
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
    for (WorkersBench.Seen one : seen) {
      output.line(
          String.format(
              Locale.ROOT,
              "%d %s: %.1f commands a second, processors busy %.0f %% of the time",
              one.workers(),
              one.workers() == 1 ? "worker" : "workers",
              one.perSecond(),
              one.busy() * 100));
    }
    goals.tell(output);
  }

  private ObjectNode document() {
    ObjectNode document = Json.object();
    ArrayNode all = document.putArray("workers");
    for (WorkersBench.Seen one : seen) {
      all.addObject()
          .put("workers", one.workers())
          .put("commandsPerSecond", rounded(one.perSecond()))
          .put("processorsBusy", rounded(one.busy()));
    }
    return goals.into(document);
  }
}
