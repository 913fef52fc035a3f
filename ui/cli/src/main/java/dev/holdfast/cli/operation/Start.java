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
import tools.jackson.databind.node.ObjectNode;

/** Starts an operation and, if asked to, stays with it. */
final class Start {
  private Start() {}

  /** The exit code. */
  static int run(
      OutputOptions options,
      PlatformOptions platform,
      Wanted wanted,
      FailedOf failedOf,
      StartOptions start) {
    ObjectNode request = wanted.request(options.surroundings().input());
    try (ApiClient api = platform.api(options)) {
      new LocalFiles(api::files).bring(request);
      String selector = failedOf.narrow(api, wanted.selector());
      if (!selector.isEmpty()) {
        request.put("selector", selector);
      }
      return run(api, options, request, start);
    }
  }

  /** The exit code of an operation that a request asks for. */
  static int run(ApiClient api, OutputOptions options, JsonNode request, StartOptions start) {
    JsonNode started = api.postOnce("/operations", request, start.key());
    return started(api, options, started, start.follow);
  }

  /** The exit code of an operation that is like an earlier one. */
  static int again(
      ApiClient api,
      OutputOptions options,
      String id,
      JsonNode request,
      @Nullable String key,
      boolean follow) {
    JsonNode started =
        api.postOnce(
            OperationsApi.path(id) + "/rerun",
            request,
            key == null ? UUID.randomUUID().toString() : key);
    return started(api, options, started, follow);
  }

  /** The exit code of an operation that was started; it is followed where that was asked for. */
  static int started(ApiClient api, OutputOptions options, JsonNode started, boolean follow) {
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
