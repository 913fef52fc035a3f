package dev.holdfast.activities.step;

import dev.holdfast.platform.change.Characters;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.schemas.step.Step;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Stores one stream of a step as it comes, in chunks: large ones where there is much, soon where
 * there is little. For one writing thread, and one that calls {@link #flushIfDue}.
 */
public final class LogSink extends OutputStream {
  private static final int CHUNK = 64 << 10;
  private static final Duration SOON = Duration.ofMillis(200);

  private final StepLogs logs;
  private final Step step;
  private final boolean stderr;
  private final long limit;
  private final byte[] chunk = new byte[CHUNK];
  private int filled;
  private long filledSince;
  private long stored;
  private long dropped;

  /**
   * @param limit bytes that are stored; what comes after is counted
   */
  public LogSink(StepLogs logs, Step step, boolean stderr, long limit) {
    this.logs = logs;
    this.step = step;
    this.stderr = stderr;
    this.limit = limit;
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int wanted = (int) Math.min(length, limit - stored - filled);
    dropped += length - wanted;
    int taken = 0;
    while (taken < wanted) {
      int fits = Math.min(CHUNK - filled, wanted - taken);
      System.arraycopy(bytes, offset + taken, chunk, filled, fits);
      if (filled == 0) {
        filledSince = System.nanoTime();
      }
      filled += fits;
      taken += fits;
      if (filled == CHUNK) {
        store(wholeCharacters());
      }
    }
  }

  /** Stores what has waited long enough. */
  public synchronized void flushIfDue() {
    if (filled > 0 && System.nanoTime() - filledSince > SOON.toNanos()) {
      store(wholeCharacters());
    }
  }

  /** Stores the rest; with a word where not everything could be kept. */
  @Override
  public synchronized void close() {
    store(filled);
    if (dropped > 0) {
      byte[] said =
          "\n[holdfast: the limit is reached, %d bytes more were not kept]\n"
              .formatted(dropped)
              .getBytes(StandardCharsets.UTF_8);
      logs.append(step, stderr, stored, said);
    }
  }

  /** Bytes of the command's that are stored. */
  public synchronized long stored() {
    return stored;
  }

  private void store(int length) {
    if (length == 0) {
      return;
    }
    byte[] bytes = new byte[length];
    System.arraycopy(chunk, 0, bytes, 0, length);
    logs.append(step, stderr, stored, bytes);
    stored += length;
    filled -= length;
    System.arraycopy(chunk, length, chunk, 0, filled);
    filledSince = System.nanoTime();
  }

  private int wholeCharacters() {
    return Characters.cut(chunk, 0, filled);
  }
}
