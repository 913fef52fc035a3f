package dev.holdfast.activities.journal;

import dev.holdfast.activities.journal.Journal.Listener;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for something slow while the listener keeps hearing that the caller is alive. */
public final class Vigil {
  private static final Duration BEAT = Duration.ofSeconds(3);

  private Vigil() {}

  public static <T> T keep(Listener listener, Callable<T> slow) {
    FutureTask<T> task = new FutureTask<>(slow);
    // A platform thread: an interrupt of a virtual one closes the socket that it is writing to, and
    // with it the connection that others use.
    Thread.ofPlatform().daemon().name("journal-round").start(task);
    try {
      while (true) {
        listener.alive();
        try {
          return task.get(BEAT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // Still at it.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SshException(FailureType.WORKER_LOST, "interrupted while waiting for a server", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      // The listener may have stopped the waiting; the command on the server goes on.
      task.cancel(true);
    }
  }
}
