package dev.holdfast.workflows.engine.earlier;

import dev.holdfast.workflows.engine.Records;
import dev.holdfast.workflows.engine.StepLimits;
import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The servers of an operation.
 *
 * @param names sorted
 * @param queues the task queues of those that are in a region, by name
 */
record Targets(List<String> names, Map<String, String> queues) {
  Targets {
    names = List.copyOf(names);
    queues = Map.copyOf(queues);
  }

  /** The servers of an operation, and where work on them goes. */
  static Targets read(Records records) {
    Promise<Map<String, String>> routes = records.routes();
    List<String> names = records.targets();
    return new Targets(names, routes.get());
  }

  /** The task queue of what talks to a server; null for that of servers in no region. */
  @Nullable String queue(String server) {
    return queues.get(server);
  }

  /** These servers in batches of at most so many, none of which has servers of two queues. */
  List<EarlierFleetRun.Batch> batches(List<String> servers, int size) {
    Map<String, List<String>> byQueue = new LinkedHashMap<>();
    servers.forEach(server ->
        byQueue
            .computeIfAbsent(StepLimits.queue(queue(server)), _ -> new ArrayList<>())
            .add(server));
    List<EarlierFleetRun.Batch> batches = new ArrayList<>();
    byQueue.forEach((queue, all) -> {
      for (int from = 0; from < all.size(); from += size) {
        batches.add(
            new EarlierFleetRun.Batch(queue, all.subList(from, Math.min(from + size, all.size()))));
      }
    });
    return batches;
  }
}
