package dev.holdfast.demo;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A lockdown whose worker is killed in the middle of it. */
final class KilledLockdown {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final DemoPlatform platform;
  private final ApiClient api;
  private final Story story;

  KilledLockdown(DemoPlatform platform, ApiClient api, Story story) {
    this.platform = platform;
    this.api = api;
    this.story = story;
  }

  /**
   * Starts the lockdown, kills the worker while servers are being changed, and starts another;
   * returns its id.
   */
  String run(ProcessHandle worker) throws IOException, InterruptedException {
    ObjectNode request =
        Json.object().put("type", "lockdown").put("selector", "lab=true").put("approve", true);
    request.set("input", Json.object());
    String id = Json.text(api.postOnce("/operations", request, UUID.randomUUID().toString()), "id");
    story.command("run lockdown lab=true --approve");
    List<String> underWay = awaitChange(id);
    worker.destroyForcibly();
    worker.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    story.say("");
    story.say("kill -9 %d   ← the only worker, in the middle of:".formatted(worker.pid()));
    underWay.forEach(step -> story.say("    " + step));
    story.say("");
    JsonNode now = api.get("/operations/" + id);
    story.shown(
        "Nobody is left to work on it, and the operation is still %s. Nothing is lost."
            .formatted(Json.text(now, "state")));
    ProcessHandle next = platform.startWorker();
    story.shown(
        "Another worker is there (process %d). It continues where the first one was:"
            .formatted(next.pid()));
    story.say("");
    return id;
  }

  /** Waits for the first step that changes a server, and says what is under way at that moment. */
  private List<String> awaitChange(String id) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      List<JsonNode> steps = Json.list(api.get("/operations/" + id + "/steps"), "items");
      List<String> running =
          steps.stream()
              .filter(step -> Json.text(step, "state").equals("running"))
              .map(step -> Json.text(step, "server") + ": " + Json.text(step, "summary"))
              .toList();
      Optional<JsonNode> change =
          steps.stream().filter(step -> Json.text(step, "step").startsWith("apply/")).findAny();
      if (change.isPresent() && !running.isEmpty()) {
        return running;
      }
      Untrue.unless(
          !ended(id), "the lockdown ended before its worker could be killed; try the demo again");
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new Untrue("no server was changed within " + PATIENCE.toSeconds() + " s");
  }

  private boolean ended(String id) {
    String state = Json.text(api.get("/operations/" + id), "state");
    return List.of("succeeded", "failed", "cancelled").contains(state);
  }
}
