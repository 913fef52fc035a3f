package dev.holdfast.cli.operation;

import dev.holdfast.cli.Output;
import java.time.Duration;

/** One line on a terminal that says how far the bytes of a file are; nothing elsewhere. */
final class ByteBar {
  private static final Duration REDRAW = Duration.ofMillis(250);

  private final Output output;
  private final String what;
  private final long all;
  private final boolean live;
  private final long began = System.nanoTime();
  private long drawn;

  ByteBar(Output output, String what, long all) {
    this.output = output;
    this.what = what;
    this.all = all;
    this.live = output.terminal().error() && output.terminal().cursor();
  }

  void moved(long bytes) {
    long now = System.nanoTime();
    if (!live || now - drawn < REDRAW.toNanos()) {
      return;
    }
    drawn = now;
    long aSecond = bytes * 1000 / Math.max(1, (now - began) / 1_000_000);
    output.raw(
        "\r\u001b[K%s: %d %% of %s, %s/s"
            .formatted(
                what,
                all == 0 ? 100 : 100 * bytes / all,
                Phrases.bytes(all),
                Phrases.bytes(aSecond)));
  }

  void end() {
    if (live && drawn > 0) {
      output.raw("\r\u001b[K");
    }
  }
}
