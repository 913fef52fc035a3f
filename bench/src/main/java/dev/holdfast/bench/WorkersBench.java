package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.lab.LabServer;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.platform.WorkerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** How much quicker commands that sleep are done by two workers, and by four. */
final class WorkersBench {
  private static final List<Integer> WORKERS = List.of(1, 2, 4);

  /** A new worker compiles what it runs, and connects to the servers. */
  private static final int WARM_UPS = 40;

  private static final Duration STOPPING = Duration.ofSeconds(40);

  private final Home home;
  private final ApiClient api;
  private final RestOperations operations;
  private final List<LabServer> servers;
  private final Consumer<String> progress;

  WorkersBench(
      Home home,
      ApiClient api,
      RestOperations operations,
      List<LabServer> servers,
      Consumer<String> progress) {
    this.home = home;
    this.api = api;
    this.operations = operations;
    this.servers = servers;
    this.progress = progress;
  }

  /**
   * What so many workers did.
   *
   * @param perSecond commands
   * @param busy the share of the time in which the processors were, 0 to 1
   */
  record Seen(int workers, double perSecond, double busy) {}

  /**
   * @param count how many commands each number of workers runs
   * @param seconds that each of them sleeps
   */
  List<Seen> run(int count, int seconds) throws Exception {
    int there = workers();
    if (there > 1) {
      throw new Failure(
          ExitCode.FAILED,
          "%d workers take from %s already, and one is where this begins"
              .formatted(there, TaskQueues.SSH),
          "stop the others; ./holdfast status lists them");
    }
    List<ProcessHandle> started = new ArrayList<>();
    try {
      List<Seen> seen = new ArrayList<>();
      for (int workers : WORKERS) {
        while (there + started.size() < workers) {
          started.add(WorkerProcess.start(home, List.of()));
        }
        var _ = operations.run(WARM_UPS * workers, n -> request(n, 0));
        BusyProcessors before = BusyProcessors.now();
        double perSecond = operations.run(count, n -> request(n, seconds)).perSecond();
        Seen one = new Seen(workers, perSecond, BusyProcessors.now().since(before));
        progress.accept(
            "%d of %s workers: %.1f commands a second, processors busy %.0f %% of the time"
                .formatted(workers, WORKERS.getLast(), perSecond, one.busy() * 100));
        seen.add(one);
      }
      return seen;
    } finally {
      stop(started);
    }
  }

  private int workers() {
    return Json.list(api.get("/queues"), "items").stream()
        .filter(queue -> Json.text(queue, "queue").equals(TaskQueues.SSH))
        .mapToInt(queue -> queue.path("workers").size())
        .findFirst()
        .orElse(0);
  }

  private ObjectNode request(int n, int seconds) {
    ObjectNode request =
        Json.object().put("type", "exec").put("selector", servers.get(n % servers.size()).name());
    request
        .putObject("input")
        .put("readOnly", true)
        .putArray("command")
        .add("sleep")
        .add(Integer.toString(seconds));
    return request;
  }

  private static void stop(List<ProcessHandle> workers) {
    workers.forEach(ProcessHandle::destroy);
    for (ProcessHandle worker : workers) {
      try {
        var _ = worker.onExit().get(STOPPING.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        worker.destroyForcibly();
      } catch (ExecutionException | TimeoutException e) {
        worker.destroyForcibly();
      }
    }
  }
}
