package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
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
      if (!operation.ended() && verb.equals("cancel")) {
        output.message("Watch it end: " + Follower.rejoin(operation.id()));
      }
    }
    return ExitCode.DONE.code();
  }
}
