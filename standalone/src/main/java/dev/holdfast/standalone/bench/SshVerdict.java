package dev.holdfast.standalone.bench;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was measured, set against what is promised. */
final class SshVerdict {
  private static final double MUX_RATIO = 0.5;
  private static final double POOLED_MILLIS = 100;
  private static final double CONNECT_MILLIS = 5000;
  private static final double JOURNAL_MILLIS = 100;

  private final Map<String, Samples> samples;
  private final List<Goal> goals = new ArrayList<>();

  /** {@code value} must be at most {@code most}. */
  private record Goal(String name, double value, double most) {
    boolean met() {
      return value <= most;
    }
  }

  SshVerdict(Map<String, Samples> samples) {
    this.samples = samples;
    goals.add(
        new Goal("pooled p50 / ControlMaster p50", ratio("pooled", "controlMaster"), MUX_RATIO));
    goals.add(new Goal("pooled p95, ms", p95("pooled"), POOLED_MILLIS));
    goals.add(new Goal("cold connect and command p95, ms", p95("cold"), CONNECT_MILLIS));
    goals.add(new Goal("journalled less bare p50, ms", journalCost(), JOURNAL_MILLIS));
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
                "%-20s p50 %8.2f ms   p95 %8.2f ms   (%d)",
                name,
                of.percentile(50),
                of.percentile(95),
                of.count())));
    output.line(
        String.format(
            Locale.ROOT,
            "%-20s p50 %8.2f ms   (controlMaster less controlMasterCheck)",
            "withoutProcess",
            withoutProcess()));
    for (Goal goal : goals) {
      output.line(
          String.format(
              Locale.ROOT,
              "%s  %s: %.2f, at most %.2f",
              goal.met() ? "met   " : "FAILED",
              goal.name(),
              goal.value(),
              goal.most()));
    }
  }

  private ObjectNode document() {
    ObjectNode document = Json.object();
    ObjectNode measured = document.putObject("milliseconds");
    samples.forEach((name, of) ->
        measured
            .putObject(name)
            .put("p50", rounded(of.percentile(50)))
            .put("p95", rounded(of.percentile(95)))
            .put("samples", of.count()));
    measured
        .putObject("controlMasterWithoutProcess")
        .put("p50", rounded(withoutProcess()))
        .put(
            "how",
            "p50 of controlMaster less p50 of controlMasterCheck (ssh -O check): the same process and socket without a channel");
    document
        .putObject("ratios")
        .put("pooledToControlMaster", rounded(ratio("pooled", "controlMaster")))
        .put("pooledToControlMasterWithoutProcess", rounded(p50("pooled") / withoutProcess()))
        .put("coldToSshCold", rounded(ratio("cold", "sshCold")));
    ArrayNode told = document.putArray("goals");
    for (Goal goal : goals) {
      told.addObject()
          .put("name", goal.name())
          .put("value", rounded(goal.value()))
          .put("atMost", goal.most())
          .put("met", goal.met());
    }
    return document.put("passed", allMet());
  }

  private double withoutProcess() {
    return p50("controlMaster") - p50("controlMasterCheck");
  }

  private double journalCost() {
    return p50("journalled") - p50("bareAsRoot");
  }

  private double ratio(String of, String to) {
    return p50(of) / p50(to);
  }

  private double p50(String name) {
    return of(name).percentile(50);
  }

  private double p95(String name) {
    return of(name).percentile(95);
  }

  private Samples of(String name) {
    Samples found = samples.get(name);
    if (found == null) {
      throw new IllegalStateException(name + " was not measured");
    }
    return found;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
