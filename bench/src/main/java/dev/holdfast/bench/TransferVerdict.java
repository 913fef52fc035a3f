package dev.holdfast.bench;

import static dev.holdfast.bench.Measured.rounded;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.Locale;
import java.util.stream.LongStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was measured of transfers, set against what is promised. */
final class TransferVerdict implements Verdict {
  private static final double TO_SFTP = 0.9;
  private static final double TO_MINA = 0.9;
  private static final double HEAP_MIB = 32;

  private final long bytes;
  private final Measured measured;
  private final long[] heap;
  private final Goals goals = new Goals();

  /**
   * @param bytes of the file
   * @param heap in use after collections, the first from before; empty where it was not looked at
   */
  TransferVerdict(long bytes, Measured measured, long[] heap) {
    this.bytes = bytes;
    this.measured = measured;
    this.heap = heap.clone();
    goals
        .atLeast("speed of up / sftp put", faster("up", "sftpPut"), TO_SFTP)
        .atLeast("speed of down / sftp get", faster("down", "sftpGet"), TO_SFTP)
        .atLeast("speed of up on sshj / MINA", faster("up", "upMina"), TO_MINA)
        .atLeast("speed of down on sshj / MINA", faster("down", "downMina"), TO_MINA);
    if (heap.length > 0) {
      goals.atMost("growth of the heap, MiB", growth(), HEAP_MIB);
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
                "%-12s p50 %8.2f s   %7.1f MB/s   (%d)",
                name,
                of.percentile(50) / 1000,
                speed(name),
                of.count())));
    goals.tell(output);
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
    ObjectNode millis = document.putObject("milliseconds");
    measured.forEach((name, of) ->
        millis
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
    return goals.into(document);
  }

  /** How far any look was above the first. */
  private double growth() {
    return (LongStream.of(heap).max().orElseThrow() - heap[0]) / (double) (1 << 20);
  }

  private double speed(String name) {
    return bytes / 1e3 / measured.p50(name);
  }

  private double faster(String ours, String theirs) {
    return measured.ratio(theirs, ours);
  }
}
