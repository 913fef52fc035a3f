package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An operation that prints: it is started, and stayed with to its end. */
public final class PrintedOperation {

  private static final int AT_ONCE = 50;

  private PrintedOperation() {}

  /** Shows lines as they come; the exit code that the outcome means. */
  public static int lines(
      OutputOptions options,
      PlatformOptions platform,
      String type,
      String selector,
      ObjectNode input) {
    return lines(options, platform, body(type, selector, input));
  }

  private static int lines(OutputOptions options, PlatformOptions platform, ObjectNode body) {
    return ExecSession.run(
        options,
        platform,
        body,
        started -> new ExecOutput(options.output(), started.progress().total() > 1));
  }

  /**
   * Runs a command, on as many servers at a time as the platform does by itself, and shows its
   * lines as they come; the exit code that the outcome means.
   *
   * @param input of the operation {@code exec}
   */
  public static int command(
      OutputOptions options, PlatformOptions platform, String selector, ObjectNode input) {
    ObjectNode body =
        Json.object()
            .put("type", "exec")
            .put("selector", selector)
            .put("maxFailures", FailureLimit.READING);
    body.set("input", input);
    return lines(options, platform, body);
  }

  /**
   * Shows documents at the end; the exit code that the outcome means.
   *
   * @param view shows the documents by their server
   */
  public static int documents(
      OutputOptions options,
      PlatformOptions platform,
      String type,
      String selector,
      ObjectNode input,
      BiConsumer<Output, Map<String, List<JsonNode>>> view) {
    return ExecSession.run(
        options,
        platform,
        body(type, selector, input),
        _ -> new DocumentOutput(options.output(), view));
  }

  private static ObjectNode body(String type, String selector, ObjectNode input) {
    ObjectNode body =
        Json.object()
            .put("type", type)
            .put("selector", selector)
            .put("maxFailures", FailureLimit.READING)
            .put("concurrency", AT_ONCE);
    body.set("input", input);
    return body;
  }
}
