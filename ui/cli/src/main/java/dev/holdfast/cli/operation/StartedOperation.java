package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Starts operations with an input that a command has made of what was typed. */
public final class StartedOperation {
  private StartedOperation() {}

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
