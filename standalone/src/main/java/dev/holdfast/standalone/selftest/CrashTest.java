package dev.holdfast.standalone.selftest;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Pages;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.platform.WorkerProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Kills a worker of its own in the middle of an operation and reads what became of it. */
final class CrashTest {
  /**
   * Longer than it takes to notice that a worker is gone, so that the next one finds it running.
   */
  private static final int COMMAND_SECONDS = 25;

  /** Which worker takes the command is chance; each of two takes half of them. */
  private static final int TRIES = 12;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Home home;
  private final ApiClient api;
  private final String server;
  private final Consumer<String> story;
  private final String file = "/tmp/holdfast-selftest-" + UUID.randomUUID();

  CrashTest(Home home, ApiClient api, String server, Consumer<String> story) {
    this.home = home;
    this.api = api;
    this.server = server;
    this.story = story;
  }

  CrashReport run() throws IOException, InterruptedException {
    String region = Json.text(api.get("/servers/" + Pages.encode(server)), "region");
    requireAnotherWorker(TaskQueues.ssh(region.isEmpty() ? null : region));
    ProcessHandle worker =
        WorkerProcess.start(home, region.isEmpty() ? List.of() : List.of("--region", region));
    try {
      story.accept("Started a worker that will be killed: process " + worker.pid() + ".");
      return crash(worker);
    } finally {
      worker.destroyForcibly();
    }
  }

  private CrashReport crash(ProcessHandle worker) throws InterruptedException {
    String operation = startOn(worker);
    String killed = worker(operation).orElseThrow();
    worker.destroyForcibly();
    worker.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    Instant at = Instant.now();
    story.accept(
        "Killed it in the middle of "
            + operation
            + ". Nobody is told: its silence has to be noticed, in 15 s.");
    String continuedBy = awaitEnd(operation, killed);
    double seconds = Duration.between(at, Instant.now()).toMillis() / 1000.0;
    String state = state(operation);
    // A change of its own: it gets the lease of the server, or it waits.
    String read = start("cat '%s'; rm -f '%s'".formatted(file, file));
    boolean free = await(read);
    return new CrashReport(
        server, operation, killed, continuedBy, seconds, state, output(read), free);
  }

  /** Starts the command until this worker is the one that has it, and returns its operation. */
  private String startOn(ProcessHandle worker) throws InterruptedException {
    String own = worker.pid() + "@";
    for (int tried = 1; tried <= TRIES; tried++) {
      String id =
          start(
              "echo started >>'%s'; sleep %d; echo ended >>'%s'"
                  .formatted(file, COMMAND_SECONDS, file));
      String taker = awaitWorker(id);
      if (taker.startsWith(own)) {
        return id;
      }
      story.accept("Another worker (" + taker + ") has taken it; it is cancelled and tried again.");
      var _ = api.post(path(id) + "/cancel", Json.object().put("reason", "selftest crash"));
      await(id);
      await(start("rm -f '%s'".formatted(file)));
    }
    throw new Failure(
        ExitCode.FAILED,
        "%d times another worker has taken the command".formatted(TRIES),
        "try again; with many workers it takes longer");
  }

  private String awaitWorker(String id) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      Optional<String> taker = started(id) ? worker(id) : Optional.empty();
      if (taker.isPresent()) {
        return taker.get();
      }
      if (ended(id)) {
        JsonNode ended = api.get(path(id));
        throw new Failure(
            ExitCode.FAILED,
            "the command did not run: "
                + Json.list(ended, "servers").stream()
                    .map(of -> Json.text(of, "error"))
                    .findFirst()
                    .orElse(Json.text(ended, "error")),
            "./holdfast ops show " + id);
      }
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
    throw waitsFor(id);
  }

  /** Whether the command runs on the server; before that its worker may be about something else. */
  private boolean started(String id) {
    return Json.list(api.get(path(id) + "/steps"), "items").stream()
        .anyMatch(step ->
            Json.text(step, "step").startsWith("run")
                && Json.text(step, "state").equals("running"));
  }

  /** The worker that works on the server in this operation. */
  private Optional<String> worker(String id) {
    return Json.list(api.get(path(id) + "/explain"), "reasons").stream()
        .filter(reason -> !Json.text(reason, "server").isEmpty())
        .map(reason -> Json.text(reason, "worker"))
        .filter(worker -> !worker.isEmpty())
        .findFirst();
  }

  /** Returns the last other worker that was seen at it. */
  private String awaitEnd(String id, String killed) throws InterruptedException {
    String other = "";
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      if (ended(id)) {
        return other;
      }
      String now = worker(id).orElse("");
      if (!now.isEmpty() && !now.equals(killed) && !now.equals(other)) {
        other = now;
        story.accept("Continued by " + other + ".");
      }
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
    throw waitsFor(id);
  }

  private boolean await(String id) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!ended(id) && Instant.now().isBefore(deadline)) {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
    return state(id).equals("succeeded");
  }

  private Failure waitsFor(String id) {
    return new Failure(
        ExitCode.FAILED,
        "%s did not come further within %d s".formatted(id, PATIENCE.toSeconds()),
        "./holdfast ops explain " + id + " says what it waits for");
  }

  private void requireAnotherWorker(String queue) {
    boolean polled =
        Json.list(api.get("/queues"), "items").stream()
            .filter(of -> Json.text(of, "queue").equals(queue))
            .anyMatch(of -> !of.path("workers").isEmpty());
    if (!polled) {
      throw new Failure(
          ExitCode.FAILED,
          "no worker takes from " + queue + ", so nobody could continue what a killed one did",
          TaskQueues.workerCommand(queue));
    }
  }

  private String start(String script) {
    ObjectNode request = Json.object().put("type", "exec").put("selector", server);
    request.putObject("input").put("shell", script);
    return Json.text(api.postOnce("/operations", request, UUID.randomUUID().toString()), "id");
  }

  private List<String> output(String id) {
    StringBuilder text = new StringBuilder();
    Json.list(api.get(path(id) + "/logs"), "items").stream()
        .filter(chunk -> Json.text(chunk, "stream").equals("stdout"))
        .forEach(chunk -> text.append(Json.text(chunk, "text")));
    return text.toString().lines().toList();
  }

  private boolean ended(String id) {
    return OperationState.of(state(id)).ended();
  }

  private String state(String id) {
    return Json.text(api.get(path(id)), "state");
  }

  private static String path(String id) {
    return "/operations/" + Pages.encode(id);
  }
}
