package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

  /**
   * Waits for the end of both streams of a command. Whichever fails first ends the wait: the other
   * stream would wait for ever.
   */
  public static void await(
      CompletableFuture<Void> stdout, CompletableFuture<Void> stderr, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Void> both = CompletableFuture.allOf(stdout, stderr);
    var _ =
        CompletableFuture.anyOf(both, failure(stdout), failure(stderr))
            .get(nanos, TimeUnit.NANOSECONDS);
  }

  private static CompletableFuture<Void> failure(CompletableFuture<Void> stream) {
    CompletableFuture<Void> failure = new CompletableFuture<>();
    var _ =
        stream.whenComplete((_, e) -> {
          if (e != null) {
            failure.completeExceptionally(e);
          }
        });
    return failure;
  }
}
