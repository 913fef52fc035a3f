package dev.holdfast.activities.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Brings its first megabyte, does something, and then brings the rest in more than ten seconds. */
record SlowContent(Bytes content, Runnable then) implements Content {
  private static final int FIRST = 1 << 20;
  private static final int PIECE = 32 << 10;
  private static final Duration PACE = Duration.ofMillis(15);

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public String sha256() {
    return content.sha256();
  }

  @Override
  public InputStream open(long offset) {
    return new FilterInputStream(content.open(offset)) {
      private long read;
      private boolean done;

      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        if (read > FIRST) {
          if (!done) {
            done = true;
            then.run();
          }
          try {
            Thread.sleep(PACE);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }
        int n = super.read(into, at, Math.min(length, PIECE));
        read += n;
        return n;
      }
    };
  }
}
