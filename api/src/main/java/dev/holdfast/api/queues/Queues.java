package dev.holdfast.api.queues;

import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.operation.TaskQueues;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The task queues that this installation uses. */
@Component
public final class Queues {
  private final QueueReader reader;
  private final Servers servers;

  Queues(QueueReader reader, Servers servers) {
    this.reader = reader;
    this.servers = servers;
  }

  /**
   * All of them: for what servers are in, whether or not a worker is there.
   *
   * @throws StatusRuntimeException if Temporal does not answer
   */
  public List<Queue> all() {
    List<String> regions = servers.regions().stream().sorted().toList();
    Stream<Queue> steps =
        Stream.of(
                Stream.of(TaskQueues.WORKFLOWS, TaskQueues.PLATFORM, TaskQueues.SSH),
                regions.stream().map(TaskQueues::ssh),
                Stream.of(TaskQueues.critical(TaskQueues.SSH)),
                regions.stream().map(region -> TaskQueues.critical(TaskQueues.ssh(region))),
                Stream.of(TaskQueues.watch(null)),
                regions.stream().map(TaskQueues::watch))
            .flatMap(Function.identity())
            .flatMap(queue -> reader.read(queue, QueuedWork.STEP).stream());
    return Stream.concat(reader.read(TaskQueues.WORKFLOWS, QueuedWork.WORKFLOW).stream(), steps)
        .toList();
  }
}
