package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts operations with an input that a command has made of what was typed. */
public final class StartedOperation {
  private StartedOperation() {}

  /**
   * The body of {@code POST /operations}, as it was typed.
   *
   * @param input a file, {@code -} for standard input, null for none
   * @throws dev.holdfast.cli.Failure if the input cannot be read or is no JSON object
   */
  public static ObjectNode request(
      OutputOptions options,
      StartOptions start,
      String type,
      String selector,
      @Nullable String input,
      List<String> settings) {
    return start
        .wanted(type, selector, input, settings, false)
        .request(options.surroundings().input());
  }

  /**
   * Tells of an operation that was started in another way; the exit code.
   *
   * @param operation its document
   */
  public static int told(
      ApiClient api, OutputOptions options, JsonNode operation, StartOptions start) {
    return Start.started(api, options, operation, start.follow);
  }

  /** The exit code. */
  public static int run(
      OutputOptions options,
      PlatformOptions platform,
      StartOptions start,
      String type,
      String selector,
      ObjectNode input) {
    ObjectNode request = start.wanted(type, selector, null, List.of(), true).body();
    request.set("input", input);
    try (ApiClient api = platform.api(options)) {
      return Start.run(api, options, request, start);
    }
  }
}
