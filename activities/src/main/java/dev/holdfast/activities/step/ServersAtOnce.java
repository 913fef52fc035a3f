package dev.holdfast.activities.step;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.ServerNames;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks many servers the same thing, within an activity. */
public final class ServersAtOnce {
  private static final int MOST = 50;
  private static final Duration TICK = Duration.ofMillis(100);

  private ServersAtOnce() {}

  /**
   * Asks each of the servers, so many at a time; what is under way is interrupted where the
   * activity is cancelled.
   *
   * @param name of the threads
   * @param why what is wrong with a server; null where nothing is
   * @return what is wrong, each with its server, in no order
   */
  public static List<String> each(
      String name, List<String> servers, Function<String, @Nullable String> why) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    // Platform threads: an interrupt of a virtual one closes the connection that others use.
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.clamp(servers.size(), 1, MOST),
            Thread.ofPlatform().daemon().name(name + "-", 1).factory())) {
      try {
        for (String server : servers) {
          threads.execute(() -> {
            String reason = why.apply(server);
            if (reason != null) {
              wrong.add("%s (%s)".formatted(ServerNames.within(server), reason));
            }
          });
        }
        threads.shutdown();
        while (!threads.awaitTermination(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
          // Throws where the activity is cancelled.
          context.heartbeat(null);
        }
      } finally {
        // Does nothing where all have ended.
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureType.UNREACHABLE, "this worker is going down");
    }
    return List.copyOf(wrong);
  }
}
