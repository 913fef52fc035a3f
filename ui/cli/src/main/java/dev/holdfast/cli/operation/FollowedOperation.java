package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.UUID;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An operation that is started and watched to its end, as a command of its own. */
public final class FollowedOperation {
  private FollowedOperation() {}

  /**
   * Starts it and tells what became of it; the exit code that its outcome means.
   *
   * @param body of {@code POST /operations}
   */
  public static int run(OutputOptions options, PlatformOptions platform, ObjectNode body) {
    return run(options, platform, body, (operation, output) -> {});
  }

  /**
   * The same.
   *
   * @param tell shows what the operation itself has to tell, as the API gives it
   */
  public static int run(
      OutputOptions options,
      PlatformOptions platform,
      ObjectNode body,
      BiConsumer<JsonNode, Output> tell) {
    Output output = options.output();
    try (ApiClient api = platform.api(options)) {
      Operation started =
          Operation.of(api.postOnce("/operations", body, UUID.randomUUID().toString()));
      Operation last =
          new Follower(new OperationsApi(api), output, options.surroundings()).follow(started.id());
      OperationSummary.tell(last, output);
      tell.accept(last.document(), output);
      if (output.json()) {
        output.document(last.document());
      }
      return OperationSummary.exitCode(last).code();
    }
  }
}
