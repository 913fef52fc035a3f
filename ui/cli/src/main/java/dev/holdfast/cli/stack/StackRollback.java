package dev.holdfast.cli.stack;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.StartOptions;
import dev.holdfast.cli.operation.StartedOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Deploys an earlier version of a stack, as any operation is started. */
record StackRollback(
    OutputOptions options,
    PlatformOptions platform,
    StartOptions start,
    String name,
    String selector) {

  /**
   * The exit code.
   *
   * @param to the version; null for the last one that succeeded before the present
   */
  int run(@Nullable Integer to) {
    ObjectNode body = Json.object();
    if (to != null) {
      body.put("to", to);
    }
    ObjectNode request =
        StartedOperation.request(options, start, "deploy-stack", selector, null, List.of());
    request.remove(List.of("type", "input"));
    body.set("start", request);
    try (ApiClient api = platform.api(options)) {
      return StartedOperation.told(
          api,
          options,
          api.postOnce(StackViews.path(name) + "/rollback", body, start.key()),
          start);
    }
  }
}
