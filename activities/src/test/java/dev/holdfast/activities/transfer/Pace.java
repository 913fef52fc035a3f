package dev.holdfast.activities.transfer;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/** About 5 MB in a second, so that there is time for something to happen. */
final class Pace {
  private static final int PIECE = 64 << 10;
  private static final Duration PAUSE = Duration.ofMillis(12);

  private Pace() {}

  static Content of(Content content) {
    return new Content() {
      @Override
      public long size() {
        return content.size();
      }

      @Override
      public String sha256() {
        return content.sha256();
      }

      @Override
      public InputStream open(long offset) throws IOException {
        return new FilterInputStream(content.open(offset)) {
          @Override
          public int read(byte[] into, int at, int length) throws IOException {
            pause();
            return super.read(into, at, Math.min(length, PIECE));
          }
        };
      }
    };
  }

  static OutputStream of(OutputStream bytes) {
    return new FilterOutputStream(bytes) {
      @Override
      public void write(byte[] from, int at, int length) throws IOException {
        for (int done = 0; done < length; done += PIECE) {
          pause();
          out.write(from, at + done, Math.min(PIECE, length - done));
        }
      }
    };
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }
}
