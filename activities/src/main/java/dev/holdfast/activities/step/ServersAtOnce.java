package dev.holdfast.activities.step;

import dev.holdfast.schemas.server.ServerNames;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks many servers the same thing, within an activity. */
public final class ServersAtOnce {
  private static final int MOST = 50;

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
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    AtOnce.each(
        name,
        MOST,
        servers,
        server -> {
          String reason = why.apply(server);
          if (reason != null) {
            wrong.add("%s (%s)".formatted(ServerNames.within(server), reason));
          }
        });
    return List.copyOf(wrong);
  }
}
