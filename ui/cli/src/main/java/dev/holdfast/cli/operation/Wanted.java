package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operation as it was typed; what was not said is left to the platform.
 *
 * @param input a file, {@code -} for standard input, null for none
 * @param maxFailures a number or a percentage
 * @param waves numbers or percentages; null for one wave of all
 * @param onFailure whether it ends or waits where it fails on servers
 * @param window the hours in which a server may be started, each by itself; null for at any time
 * @param onOffline whether a server that cannot be reached fails or is parked
 * @param gates what must hold between its waves; null for nothing
 * @param gateSeconds within which time; null for the default
 * @param settings what {@code --set} said, in order
 * @param whole whether that is all, and nothing that is kept for the servers is below it
 */
record Wanted(
    String type,
    @Nullable String selector,
    @Nullable String input,
    List<String> settings,
    boolean whole,
    boolean dryRun,
    boolean approve,
    @Nullable String priority,
    @Nullable Integer concurrency,
    @Nullable String maxFailures,
    @Nullable List<String> waves,
    @Nullable String onFailure,
    @Nullable List<String> window,
    @Nullable String onOffline,
    @Nullable Long expireSeconds,
    @Nullable List<String> gates,
    @Nullable Long gateSeconds) {

  /**
   * The body of {@code POST /operations}.
   *
   * @throws dev.holdfast.cli.Failure if the input cannot be read or is no JSON object
   */
  ObjectNode request(InputStream standardInput) {
    ObjectNode request = body();
    if (whole) {
      request.set("input", InputDocument.read(input, settings, standardInput));
      return request;
    }
    if (input != null) {
      request.set("overrides", TypedInput.read(input, standardInput));
    }
    TypedInput.set(request, settings);
    return request;
  }

  /** The body without the input. */
  ObjectNode body() {
    ObjectNode request = Json.object().put("type", type);
    if (selector != null) {
      request.put("selector", selector);
    }
    request.put("dryRun", dryRun).put("approve", approve);
    if (priority != null) {
      request.put("priority", priority);
    }
    if (concurrency != null) {
      request.put("concurrency", concurrency);
    }
    if (maxFailures != null) {
      request.put("maxFailures", maxFailures);
    }
    if (waves != null) {
      waves.forEach(request.putArray("waves")::add);
    }
    if (onFailure != null) {
      request.put("onFailure", onFailure);
    }
    if (window != null) {
      request.put("window", String.join("; ", window));
    }
    if (onOffline != null) {
      request.put("onOffline", onOffline);
    }
    if (expireSeconds != null) {
      request.put("expireSeconds", expireSeconds);
    }
    if (gates != null) {
      gates.forEach(request.putArray("gates")::add);
    }
    if (gateSeconds != null) {
      request.put("gateSeconds", gateSeconds);
    }
    return request;
  }
}
