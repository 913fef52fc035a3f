package dev.holdfast.bench;

import static dev.holdfast.bench.Measured.rounded;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What was measured, set against what is promised. */
final class SshVerdict implements Verdict {
  private static final double MUX_RATIO = 0.5;
  private static final double POOLED_MILLIS = 100;
  private static final double CONNECT_MILLIS = 5000;
  private static final double JOURNAL_MILLIS = 100;

  private final Measured measured;
  private final Goals goals;

  SshVerdict(Measured measured) {
    this.measured = measured;
    this.goals =
        new Goals()
            .atMost(
                "pooled p50 / ControlMaster p50",
                measured.ratio("pooled", "controlMaster"),
                MUX_RATIO)
            .atMost("pooled p95, ms", measured.p95("pooled"), POOLED_MILLIS)
            .atMost("cold connect and command p95, ms", measured.p95("cold"), CONNECT_MILLIS)
            .atMost(
                "journalled less bare p50, ms",
                measured.p50("journalled") - measured.p50("bareAsRoot"),
                JOURNAL_MILLIS);
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
    goals.tell(output);
  }

  private ObjectNode document() {
    ObjectNode document = Json.object();
    ObjectNode millis = document.putObject("milliseconds");
    measured.forEach((name, of) ->
        millis
            .putObject(name)
            .put("p50", rounded(of.percentile(50)))
            .put("p95", rounded(of.percentile(95)))
            .put("samples", of.count()));
    millis
        .putObject("controlMasterWithoutProcess")
        .put("p50", rounded(withoutProcess()))
        .put(
            "how",
            "p50 of controlMaster less p50 of controlMasterCheck (ssh -O check): the same process and socket without a channel");
    document
        .putObject("ratios")
        .put("pooledToControlMaster", rounded(measured.ratio("pooled", "controlMaster")))
        .put(
            "pooledToControlMasterWithoutProcess",
            rounded(measured.p50("pooled") / withoutProcess()))
        .put("coldToSshCold", rounded(measured.ratio("cold", "sshCold")));
    return goals.into(document);
  }

  private double withoutProcess() {
    return measured.p50("controlMaster") - measured.p50("controlMasterCheck");
  }
}
