package dev.holdfast.cli.containers;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.FollowedOperation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What is to be done to containers, as it was typed. */
final class ControlRequest {
  private final ObjectNode body;
  private final ObjectNode input;

  ControlRequest(String action, ControlOptions options) {
    body =
        Json.object()
            .put("type", "container-control")
            .put("selector", options.selector)
            .put("dryRun", options.dryRun);
    if (options.concurrency != null) {
      body.put("concurrency", options.concurrency);
    }
    if (options.maxFailures != null) {
      body.put("maxFailures", options.maxFailures);
    }
    input = body.putObject("input").put("action", action);
    options.names.forEach(input.putArray("containers")::add);
  }

  ControlRequest stopTimeout(@Nullable Duration timeout) {
    if (timeout != null) {
      input.put("stopSeconds", timeout.toSeconds());
    }
    return this;
  }

  ControlRequest removing(boolean force, boolean volumes) {
    input.put("force", force).put("volumes", volumes);
    return this;
  }

  /** The exit code that the outcome means. */
  int run(OutputOptions options, PlatformOptions platform) {
    return FollowedOperation.run(options, platform, body);
  }
}
