package dev.holdfast.cli.stack;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks whether tools are deployed anew whose data is on the servers: a dry run says which. The
 * default is no, and where nobody can be asked that is the answer.
 */
final class RedeployQuestion {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(300);

  private final ApiClient api;
  private final Output output;
  private final InputStream answers;

  RedeployQuestion(ApiClient api, Output output, InputStream answers) {
    this.api = api;
    this.output = output;
    this.answers = answers;
  }

  /** Whether a stack has a tool with a volume of that kind. */
  static boolean concerns(ObjectNode stack) {
    return stack.path("tools").properties().stream()
        .anyMatch(tool ->
            Json.strings(tool.getValue(), "volumes").stream()
                .anyMatch(volume -> volume.startsWith(tool.getKey() + "-data:")));
  }

  /**
   * Says which tools stay as they are, and returns whether they are to be deployed all the same.
   */
  boolean ask(String selector, ObjectNode stack) {
    List<String> kept = kept(selector, stack);
    kept.forEach(line -> output.message(Printable.clean(line)));
    if (kept.isEmpty() || !output.terminal().input() || !output.terminal().error()) {
      return false;
    }
    output.raw("Redeploy? [y/N] ");
    return List.of("y", "yes").contains(line().strip().toLowerCase(Locale.ROOT));
  }

  /** Nothing where no plan can be made: the deployment itself says why. */
  private List<String> kept(String selector, ObjectNode stack) {
    ObjectNode request =
        Json.object().put("type", "deploy-stack").put("selector", selector).put("dryRun", true);
    request.set("input", stack);
    String id =
        Pages.encode(
            Json.text(api.postOnce("/operations", request, UUID.randomUUID().toString()), "id"));
    List<String> kept = new ArrayList<>();
    if (planned(id)) {
      for (JsonNode server : Json.list(api.get("/operations/" + id + "/plan"), "servers")) {
        Json.strings(server, "notes")
            .forEach(note -> kept.add(Json.text(server, "server") + ": " + note));
      }
    }
    return kept;
  }

  private boolean planned(String id) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < until) {
        JsonNode operation = api.get("/operations/" + id);
        if (!operation.path("endedAt").isNull()) {
          return Json.text(operation, "state").equals("succeeded");
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** Byte by byte: what is typed after it is for the next question. */
  private String line() {
    var line = new ByteArrayOutputStream();
    try {
      for (int next = answers.read(); next >= 0 && next != '\n'; next = answers.read()) {
        line.write(next);
      }
    } catch (IOException e) {
      return "";
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
