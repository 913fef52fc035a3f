package dev.holdfast.standalone.bench;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was measured of transfers, set against what is promised. */
final class TransferVerdict {
  private static final double TO_SFTP = 0.9;
  private static final double TO_MINA = 0.9;
  private static final double HEAP_MIB = 32;

  private final long bytes;
  private final Map<String, Samples> samples;
  private final long[] heap;
  private final List<Goal> goals = new ArrayList<>();

  /** A value and the bound that it must keep. */
  private record Goal(String name, double value, double bound, boolean atLeast) {
    boolean met() {
      return atLeast ? value >= bound : value <= bound;
    }
  }

  /**
   * @param bytes of the file
   * @param heap in use after collections, the first from before; empty where it was not looked at
   */
  TransferVerdict(long bytes, Map<String, Samples> samples, long[] heap) {
    this.bytes = bytes;
    this.samples = samples;
    this.heap = heap.clone();
    goals.add(new Goal("speed of up / sftp put", faster("up", "sftpPut"), TO_SFTP, true));
    goals.add(new Goal("speed of down / sftp get", faster("down", "sftpGet"), TO_SFTP, true));
    goals.add(new Goal("speed of up on sshj / MINA", faster("up", "upMina"), TO_MINA, true));
    goals.add(new Goal("speed of down on sshj / MINA", faster("down", "downMina"), TO_MINA, true));
    if (heap.length > 0) {
      goals.add(new Goal("growth of the heap, MiB", growth(), HEAP_MIB, false));
    }
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
                "%-12s p50 %8.2f s   %7.1f MB/s   (%d)",
                name,
                of.percentile(50) / 1000,
                speed(name),
                of.count())));
    for (Goal goal : goals) {
      output.line(
          String.format(
              Locale.ROOT,
              "%s  %s: %.2f, at %s %.2f",
              goal.met() ? "met   " : "FAILED",
              goal.name(),
              goal.value(),
              goal.atLeast() ? "least" : "most",
              goal.bound()));
    }
  }

  private ObjectNode document() {
    ObjectNode document = Json.object().put("bytes", bytes);
    document
        .putObject("included")
        .put(
            "up",
            "read from a local file, send to a temporary file, SHA-256 on the server, sync to its disk, rename, all through the journal")
        .put("send", "the part of up that sftp does, with the fence and the record of the transfer")
        .put("down", "read, SHA-256 on the server and here, write to a local file")
        .put("upFromStore", "as up, from the platform's store (PostgreSQL)")
        .put("downToStore", "as down, to the platform's store (PostgreSQL), committed to its disk")
        .put("sftpPut", "read from a local file, write on the server; nothing verified or synced")
        .put("sftpGet", "read on the server, write to a local file; nothing verified or synced");
    ObjectNode measured = document.putObject("milliseconds");
    samples.forEach((name, of) ->
        measured
            .putObject(name)
            .put("p50", rounded(of.percentile(50)))
            .put("megabytesPerSecond", rounded(speed(name)))
            .put("samples", of.count()));
    document
        .putObject("speedRatios")
        .put("upToSftp", rounded(faster("up", "sftpPut")))
        .put("sendToSftp", rounded(faster("send", "sftpPut")))
        .put("downToSftp", rounded(faster("down", "sftpGet")))
        .put("upFromStoreToSftp", rounded(faster("upFromStore", "sftpPut")))
        .put("downToStoreToSftp", rounded(faster("downToStore", "sftpGet")))
        .put("sshjUpToMina", rounded(faster("up", "upMina")))
        .put("sshjDownToMina", rounded(faster("down", "downMina")));
    ArrayNode used = document.putArray("heapAfterCollection");
    LongStream.of(heap).forEach(used::add);
    ArrayNode told = document.putArray("goals");
    for (Goal goal : goals) {
      told.addObject()
          .put("name", goal.name())
          .put("value", rounded(goal.value()))
          .put(goal.atLeast() ? "atLeast" : "atMost", goal.bound())
          .put("met", goal.met());
    }
    return document.put("passed", allMet());
  }

  /** How far any look was above the first. */
  private double growth() {
    return (LongStream.of(heap).max().orElseThrow() - heap[0]) / (double) (1 << 20);
  }

  private double speed(String name) {
    return bytes / 1e3 / p50(name);
  }

  private double faster(String ours, String theirs) {
    return p50(theirs) / p50(ours);
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
