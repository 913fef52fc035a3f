package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells an operation what to do. */
final class Steer {
  private Steer() {}

  /** What was asked for is under way until the state says that it is done. */
  private static String word(Operation operation, String verb, Style style) {
    boolean under = !operation.ended() && !operation.state().equals("paused");
    return switch (verb) {
      case "cancel" -> operation.ended() ? style.state(operation.state()) : "cancelling";
      case "pause" ->
          under ? "pausing: what is under way is finished first" : style.state(operation.state());
      default -> style.state(operation.state());
    };
  }

  static int operation(OutputOptions options, PlatformOptions platform, String id, String verb) {
    return operation(options, platform, id, verb, Json.object());
  }

  /**
   * The same, with what the verb needs to know.
   *
   * @param how the body of the request
   */
  static int operation(
      OutputOptions options, PlatformOptions platform, String id, String verb, JsonNode how) {
    try (ApiClient api = platform.api(options)) {
      return ShortId.with(
          api,
          id,
          whole -> shown(options.output(), new OperationsApi(api).steer(whole, verb, how), verb));
    }
  }

  static int concurrency(OutputOptions options, PlatformOptions platform, String id, int servers) {
    return operation(
        options, platform, id, "concurrency", Json.object().put("concurrency", servers));
  }

  /** Says from when servers may be started: from now on where no hours are given. */
  static int window(ApiClient api, Output output, String id, List<String> hours) {
    return ShortId.with(
        api,
        id,
        whole -> {
          ObjectNode body =
              hours.isEmpty()
                  ? Json.object().put("now", true)
                  : Json.object().put("window", String.join("; ", hours));
          Operation operation = new OperationsApi(api).steer(whole, "window", body);
          shown(output, operation, "window");
          if (!output.json() && !operation.ended()) {
            String window = OpenHours.of(operation.document());
            output.message(
                window.isEmpty()
                    ? "Its servers are started from now on, at any time."
                    : "Its servers are started in the window " + window + ".");
            output.message("Watch it: " + Follower.rejoin(operation.id()));
          }
          return ExitCode.DONE.code();
        });
  }

  /** Tries servers once more, all that failed where none is named. */
  static int retry(ApiClient api, Output output, String id, List<String> servers) {
    return ShortId.with(
        api,
        id,
        whole -> {
          ObjectNode body = Json.object();
          if (!servers.isEmpty()) {
            body.set("servers", Json.of(servers));
          }
          return again(output, new OperationsApi(api).steer(whole, "retry", body));
        });
  }

  /** Gives a server another input. */
  static int fix(ApiClient api, Output output, String id, JsonNode body) {
    return ShortId.with(
        api, id, whole -> again(output, new OperationsApi(api).steer(whole, "fix", body)));
  }

  private static int again(Output output, Operation operation) {
    if (output.json()) {
      output.document(operation.document());
      return ExitCode.DONE.code();
    }
    int failed = operation.progress().failed();
    output.line(operation.id() + " is " + output.style().state(operation.state()));
    if (waiting(output, operation)) {
      return ExitCode.DONE.code();
    }
    output.message(
        failed == 0
            ? "Queued again, before others; nothing that failed is left."
            : "Queued again, before others; on %s it has still failed."
                .formatted(Phrases.count(failed, "other server")));
    output.message("Watch it: " + Follower.rejoin(operation.id()));
    return ExitCode.DONE.code();
  }

  /** What is only recorded yet takes effect by itself. */
  private static boolean waiting(Output output, Operation operation) {
    List<JsonNode> waiting =
        Json.list(operation.document(), "wanted").stream()
            .filter(wanted -> !wanted.has("refusal"))
            .toList();
    for (JsonNode wanted : waiting) {
      output.message(
          "Recorded, waits for a worker: %s by %s. It takes effect by itself; %s status shows the workers."
              .formatted(
                  Printable.line(Json.text(wanted, "action")),
                  Printable.line(Json.text(wanted, "by")),
                  HoldfastCommand.PROGRAM));
    }
    return !waiting.isEmpty();
  }

  /** Leaves out servers one by one: the first that cannot be is the error. */
  static int skip(
      ApiClient api, Output output, String id, List<String> servers, @Nullable String reason) {
    return ShortId.with(
        api,
        id,
        whole -> {
          OperationsApi operations = new OperationsApi(api);
          for (String server : servers) {
            ObjectNode body = Json.object().put("server", server);
            if (reason != null) {
              body.put("reason", reason);
            }
            operations.steer(whole, "skip", body);
          }
          return shown(output, operations.get(whole), "skip");
        });
  }

  /** Shows the operation as it is now, and what was asked of it. */
  private static int shown(Output output, Operation operation, String verb) {
    if (output.json()) {
      output.document(operation.document());
    } else {
      output.line(operation.id() + " is " + word(operation, verb, output.style()));
      waiting(output, operation);
      if (!operation.ended() && verb.equals("cancel")) {
        output.message("Watch it end: " + Follower.rejoin(operation.id()));
      }
    }
    return ExitCode.DONE.code();
  }
}
