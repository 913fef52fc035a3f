package dev.holdfast.cli.stack;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.StartOptions;
import dev.holdfast.cli.operation.StartedOperation;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Deploys what a file or a directory says. */
record StackDeployRequest(
    OutputOptions options,
    PlatformOptions platform,
    StartOptions start,
    Path path,
    String selector) {

  /**
   * The exit code.
   *
   * @param name which stack of the directory; null for the only one
   * @param redeploy whether tools whose data is there are deployed, too
   */
  int run(@Nullable String name, boolean redeploy) {
    ObjectNode input =
        StackFile.stack(path, name, note -> options.output().message("Note: " + note));
    unpinned(input);
    if (redeploy || (!start.dryRun() && RedeployQuestion.concerns(input) && redeployed(input))) {
      input.put("redeploy", true);
    }
    return StartedOperation.run(options, platform, start, "deploy-stack", selector, input);
  }

  private boolean redeployed(ObjectNode input) {
    try (ApiClient api = platform.api(options)) {
      return new RedeployQuestion(api, options.output(), options.surroundings().input())
          .ask(selector, input);
    }
  }

  /** A tag may mean another image tomorrow. */
  private void unpinned(ObjectNode input) {
    List<String> unpinned =
        input.path("tools").properties().stream()
            .filter(tool -> tool.getValue().path("image").isString())
            .filter(tool -> !Json.text(tool.getValue(), "image").contains("sha256:"))
            .map(tool ->
                "tools.%s.image: %s has no digest"
                    .formatted(tool.getKey(), Json.text(tool.getValue(), "image")))
            .toList();
    if (!unpinned.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE,
          path + " has images that are not pinned",
          unpinned,
          "./holdfast stack pin " + path + " asks the registries for their digests");
    }
  }
}
