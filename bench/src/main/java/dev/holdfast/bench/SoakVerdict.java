package dev.holdfast.bench;

import static dev.holdfast.bench.Measured.rounded;

import dev.holdfast.bench.Soak.Moment;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.temporal.TemporalServer;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether the platform is after many operations what it was after few. */
final class SoakVerdict implements Verdict {
  private static final double THROUGHPUT = 0.9;
  private static final double FLAT = 1.25;
  private static final double DISK = 1.5;

  /**
   * Milliseconds an operation. Linux counts in ticks of ten, of which Redis takes a few a tenth.
   */
  private static final double LEAST = 1;

  /** A garbage collector that never ends takes a whole core and more. */
  private static final double IDLE_CORES = 0.1;

  /** Of Temporal's process time: where its cache grew, it was 7 % at first and then 57 %. */
  private static final double COLLECTING = 0.1;

  private static final String HOW =
      "Temporal's garbage collection is not shown; start the platform with"
          + " GODEBUG=gctrace=1 ./holdfast up --detach";

  private static final double MIB = 1 << 20;

  private final Soak.Seen seen;
  private final Goals goals = new Goals();

  SoakVerdict(Soak.Seen seen) {
    this.seen = seen;
    goals
        .atLeast(
            "throughput, last tenth / second", perMinute(Soak.TENTHS) / perMinute(2), THROUGHPUT)
        .atMost("disk an operation, last tenth / second", disk(Soak.TENTHS) / disk(2), DISK);
    for (String part : Soak.PARTS) {
      goals
          .atMost(
              part + ": process time an operation",
              cpu(part, Soak.TENTHS) / Math.max(cpu(part, 2), LEAST),
              FLAT)
          .atMost(part + ": memory", grown(m -> m.of(part).memory()), FLAT)
          .atMost(part + ": descriptors", grown(m -> m.of(part).descriptors()), FLAT)
          .atMost(part + ": threads", grown(m -> m.of(part).threads()), FLAT);
    }
    for (String part : List.of(RunRecords.PLATFORM, TemporalServer.PART)) {
      goals.atMost(
          part + ": cores when idle, after less before",
          cores(part, seen.idleAfter()) - cores(part, seen.idleBefore()),
          IDLE_CORES);
    }
    if (tellsCollections()) {
      goals.atMost(
          "temporal: share of garbage collection, last tenth less second",
          collecting(Soak.TENTHS) - collecting(2),
          COLLECTING);
    }
  }

  private boolean tellsCollections() {
    return end(Soak.TENTHS).collecting() > 0;
  }

  /** Of Temporal's process time in a tenth. */
  private double collecting(int tenth) {
    return (end(tenth).collecting() - end(tenth - 1).collecting())
        / end(tenth).cpuMillis(TemporalServer.PART, end(tenth - 1));
  }

  @FunctionalInterface
  private interface Figure {
    double of(Moment moment);
  }

  /** What it is at the end of the last tenth over that at the end of the second. */
  private double grown(Figure figure) {
    return figure.of(end(Soak.TENTHS)) / figure.of(end(2));
  }

  private Moment end(int tenth) {
    return seen.ends().get(tenth);
  }

  private double perMinute(int tenth) {
    return seen.each() * 60 / end(tenth).secondsSince(end(tenth - 1));
  }

  /** Milliseconds an operation. */
  private double cpu(String part, int tenth) {
    return (double) end(tenth).cpuMillis(part, end(tenth - 1)) / seen.each();
  }

  /** Bytes an operation. */
  private double disk(int tenth) {
    return (double) (end(tenth).disk() - end(tenth - 1).disk()) / seen.each();
  }

  private static double cores(String part, List<Moment> idle) {
    return idle.getLast().cpuMillis(part, idle.getFirst())
        / 1000.0
        / idle.getLast().secondsSince(idle.getFirst());
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
    for (int tenth = 1; tenth <= Soak.TENTHS; tenth++) {
      StringBuilder line =
          new StringBuilder(
              String.format(
                  Locale.ROOT,
                  "%6d  %5.0f a minute  %6.1f KiB of disk each",
                  tenth * seen.each(),
                  perMinute(tenth),
                  disk(tenth) / 1024));
      for (String part : Soak.PARTS) {
        ProcessFigures figures = end(tenth).of(part);
        line.append(
            String.format(
                Locale.ROOT,
                "   %s: %.1f ms, %.0f MiB, %d fd, %d threads",
                part,
                cpu(part, tenth),
                figures.memory() / MIB,
                figures.descriptors(),
                figures.threads()));
      }
      if (tellsCollections()) {
        line.append(
            String.format(Locale.ROOT, "   garbage collection: %.0f %%", 100 * collecting(tenth)));
      }
      output.line(line.toString());
    }
    if (!tellsCollections()) {
      output.line(HOW);
    }
    for (String part : Soak.PARTS) {
      output.line(
          String.format(
              Locale.ROOT,
              "idle    %s: %.3f cores before, %.3f after",
              part,
              cores(part, seen.idleBefore()),
              cores(part, seen.idleAfter())));
    }
    goals.tell(output);
  }

  private ObjectNode document() {
    ObjectNode document = Json.object().put("operations", seen.each() * Soak.TENTHS);
    ArrayNode tenths = document.putArray("tenths");
    for (int tenth = 1; tenth <= Soak.TENTHS; tenth++) {
      ObjectNode told =
          tenths
              .addObject()
              .put("perMinute", rounded(perMinute(tenth)))
              .put("diskBytesEach", rounded(disk(tenth)));
      for (String part : Soak.PARTS) {
        ProcessFigures figures = end(tenth).of(part);
        told.putObject(part)
            .put("cpuMillisEach", rounded(cpu(part, tenth)))
            .put("memoryBytes", figures.memory())
            .put("descriptors", figures.descriptors())
            .put("threads", figures.threads());
      }
      if (tellsCollections()) {
        told.put("temporalCollectingShare", rounded(collecting(tenth)));
      }
    }
    ObjectNode idle = document.putObject("idleCores");
    for (String part : Soak.PARTS) {
      idle.putObject(part)
          .put("before", rounded(cores(part, seen.idleBefore())))
          .put("after", rounded(cores(part, seen.idleAfter())));
    }
    return goals.into(document);
  }
}
