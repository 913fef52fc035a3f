package dev.holdfast.activities.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** Reads one stream of a command to its end on a virtual thread, and keeps no more than a limit. */
final class BoundedOutput {
  private static final int BUFFER = 32 << 10;

  private BoundedOutput() {}

  /** The bytes, or a {@link TooLong}, or the {@link IOException} that ended the stream. */
  static CompletableFuture<byte[]> drain(InputStream in, int limit) {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("ssh-output")
        .start(() -> {
          try {
            result.complete(read(in, limit));
          } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private static byte[] read(InputStream in, int limit) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (kept.size() + n > limit) {
        throw new TooLong();
      }
      kept.write(buffer, 0, n);
    }
    return kept.toByteArray();
  }

  /** The command printed more than is to be kept. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;
  }
}
