package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Starts an operation and, if asked to, stays with it. */
final class Start {
  private Start() {}

  /** The exit code. */
  static int run(
      OutputOptions options, PlatformOptions platform, Wanted wanted, StartOptions start) {
    JsonNode request = wanted.request(options.surroundings().input());
    try (ApiClient api = platform.api(options)) {
      return run(api, options, request, start);
    }
  }

  /** The exit code of an operation that a request asks for. */
  static int run(ApiClient api, OutputOptions options, JsonNode request, StartOptions start) {
    // With a key of our own an answer that got lost can be asked for again.
    String key = start.idempotencyKey;
    JsonNode started =
        api.postOnce("/operations", request, key == null ? UUID.randomUUID().toString() : key);
    return started(api, options, started, start.follow);
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
