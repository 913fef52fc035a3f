package dev.holdfast.cli.containers;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.FollowedOperation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** That a container is to be isolated or released, as it was typed. */
final class QuarantineRequest {
  private final ObjectNode body;
  private final ObjectNode input;

  /**
   * @param type of the operation
   */
  QuarantineRequest(String type, QuarantineOptions options) {
    body =
        Json.object()
            .put("type", type)
            .put("selector", options.selector)
            .put("dryRun", options.dryRun);
    if (options.concurrency != null) {
      body.put("concurrency", options.concurrency);
    }
    if (options.maxFailures != null) {
      body.put("maxFailures", options.maxFailures);
    }
    input = body.putObject("input").put("container", options.name);
  }

  QuarantineRequest because(@Nullable String reason) {
    if (reason != null) {
      input.put("reason", reason);
    }
    return this;
  }

  QuarantineRequest isolating(
      boolean freeze, @Nullable Duration expire, @Nullable String atExpiry) {
    input.put("freeze", freeze);
    if (expire != null) {
      input.put("expireSeconds", expire.toSeconds());
    }
    if (atExpiry != null) {
      input.put("atExpiry", atExpiry);
    }
    return this;
  }

  /** The exit code that the outcome means. */
  int run(OutputOptions options, PlatformOptions platform) {
    return FollowedOperation.run(options, platform, body, QuarantineView::tell);
  }
}
