package dev.holdfast.cli.operation;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A command for servers as it was typed; what was not said is left to the platform. */
record ExecRequest(
    String selector,
    List<String> command,
    List<String> lines,
    @Nullable String script,
    @Nullable String interpreter,
    boolean sudo,
    @Nullable String user,
    Map<String, String> env,
    @Nullable String directory,
    @Nullable Duration timeout,
    boolean readOnly,
    @Nullable Integer retries,
    @Nullable Duration retryDelay,
    @Nullable String onFailure,
    @Nullable String priority,
    @Nullable Integer concurrency,
    @Nullable String maxFailures,
    @Nullable List<String> window) {
  private static final int READING = 50;
  private static final String HELP = "./holdfast exec --help";

  /**
   * The body of {@code POST /operations}.
   *
   * @throws Failure if there is nothing to run, or too much
   */
  ObjectNode body(InputStream standardInput) {
    // What stands after -- are a script's arguments where there is one.
    boolean words = script == null && !command.isEmpty();
    long kinds = Stream.of(words, !lines.isEmpty(), script != null).filter(is -> is).count();
    if (kinds != 1) {
      throw Failure.usage(
          kinds == 0
              ? "there is nothing to run: name a command after --, or --command LINE, or --script FILE"
              : "a command after --, --command and --script: only one of them can be run",
          HELP);
    }
    if (script == null && interpreter != null) {
      throw Failure.usage("--interpreter is for --script", HELP);
    }
    if (retries == null && retryDelay != null) {
      throw Failure.usage("--retry-delay is for --retries", HELP);
    }
    if (!readsStandardInput() && waits(standardInput)) {
      throw Failure.usage(
          "there is something on standard input, and exec does not pass it to the servers; nothing was run",
          "--script - reads a script from it; bring data with copy; otherwise put < /dev/null behind the command");
    }
    ObjectNode input = Json.object();
    if (script != null) {
      ObjectNode text = input.putObject("script").put("text", text(script, standardInput));
      if (interpreter != null) {
        text.put("interpreter", interpreter);
      }
      if (!command.isEmpty()) {
        command.forEach(text.putArray("arguments")::add);
      }
    } else if (!lines.isEmpty()) {
      lines.forEach(input.putArray("commands")::add);
    } else if (command.size() == 1) {
      input.put("shell", command.getFirst());
    } else {
      command.forEach(input.putArray("command")::add);
    }
    input.put("sudo", sudo).put("readOnly", readOnly);
    put(input, "user", user);
    put(input, "directory", directory);
    put(input, "onFailure", onFailure);
    if (timeout != null) {
      input.put("timeoutSeconds", timeout.toSeconds());
    }
    if (!env.isEmpty()) {
      input.set("env", Json.of(env));
    }
    if (retries != null) {
      ObjectNode retry = input.putObject("retry").put("times", retries);
      if (retryDelay != null) {
        retry.put("delaySeconds", retryDelay.toSeconds());
      }
    }
    ObjectNode body = Json.object().put("type", "exec").put("selector", selector);
    body.set("input", input);
    put(body, "priority", priority);
    put(body, "window", window == null ? null : String.join("; ", window));
    put(body, "maxFailures", maxFailures == null && readOnly ? FailureLimit.READING : maxFailures);
    if (concurrency != null || readOnly) {
      body.put("concurrency", concurrency == null ? READING : concurrency);
    }
    return body;
  }

  /** Whether the script is what comes on standard input. */
  boolean readsStandardInput() {
    return "-".equals(script);
  }

  /** Whether somebody has piped something in, or a file. */
  private static boolean waits(InputStream standardInput) {
    try {
      return standardInput.available() > 0;
    } catch (IOException closed) {
      return false;
    }
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  private static String text(String file, InputStream standardInput) {
    try {
      byte[] bytes =
          file.equals("-") ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(file));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Failure.usage("the script " + file + " is not text in UTF-8", HELP);
    } catch (IOException e) {
      throw Failure.usage(
          "the script " + file + " cannot be read: " + e.getMessage(),
          "name a file, or - for" + " standard input");
    }
  }
}
