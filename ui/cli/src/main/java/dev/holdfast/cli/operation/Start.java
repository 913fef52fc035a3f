package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Starts an operation and, if asked to, stays with it. */
final class Start {
  private Start() {}

  /**
   * The exit code.
   *
   * @param key the idempotency key; null for a fresh one
   */
  static int run(
      OutputOptions options,
      PlatformOptions platform,
      Wanted wanted,
      @Nullable String key,
      boolean follow) {
    JsonNode request = wanted.request(options.surroundings().input());
    // With a key of our own an answer that got lost can be asked for again.
    String sent = key == null ? UUID.randomUUID().toString() : key;
    try (ApiClient api = platform.api(options)) {
      JsonNode started = api.postOnce("/operations", request, sent);
      return started(api, options, started, follow);
    }
  }

  private static int started(
      ApiClient api, OutputOptions options, JsonNode started, boolean follow) {
    Output output = options.output();
    Operation operation = Operation.of(started);
    if (!output.json()) {
      output.line(operation.id());
    }
    if (follow) {
      return new Watch(api, output, options.surroundings()).toEnd(operation.id());
    }
    if (output.json()) {
      output.document(started);
    } else {
      output.message("Started. Watch it: " + Follower.rejoin(operation.id()));
      if (operation.dryRun()) {
        output.message(
            "What would change: " + HoldfastCommand.PROGRAM + " ops plan " + operation.id());
      }
    }
    return ExitCode.DONE.code();
  }
}
