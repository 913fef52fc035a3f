package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** Moves one stream of a command to where it is wanted, on a virtual thread. */
public final class OutputPump {
  private static final int BUFFER = 32 << 10;

  private OutputPump() {}

  /** Completes at the end of the stream, or with what either side threw. */
  public static CompletableFuture<Void> start(InputStream in, OutputStream out) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("ssh-output")
        .start(() -> {
          try {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
              out.write(buffer, 0, n);
            }
            end.complete(null);
          } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
          }
        });
    return end;
  }
}
