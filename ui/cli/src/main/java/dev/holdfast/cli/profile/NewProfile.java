package dev.holdfast.cli.profile;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.operation.TypedInput;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A profile as it was typed; apart from its command, so that help loads no JSON.
 *
 * @param input a file, {@code -} for standard input, null for what is kept
 * @param variables {@code NAME=VALUE} or {@code LABEL:NAME=VALUE}; without a value it goes
 */
record NewProfile(
    @Nullable String input,
    List<String> settings,
    List<String> variables,
    @Nullable Integer priority) {

  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?:(?<label>[A-Za-z0-9._/-]+=[A-Za-z0-9._/-]+):)?(?<name>[A-Za-z][A-Za-z0-9_]*)=(?<value>.*)",
          Pattern.DOTALL);

  /** The body of {@code PUT /profiles}. */
  ObjectNode request(String operation, String target, InputStream standardInput) {
    ObjectNode request = Json.object().put("operation", operation).put("target", target);
    if (input != null) {
      request.set("input", TypedInput.read(input, standardInput));
    }
    TypedInput.set(request, settings);
    variables.forEach(variable -> request.withArray("variables").add(variable(variable)));
    if (priority != null) {
      request.put("priority", priority);
    }
    return request;
  }

  private static ObjectNode variable(String typed) {
    Matcher matcher = VARIABLE.matcher(typed);
    if (!matcher.matches()) {
      throw Failure.usage(
          "--var '" + typed + "' is not NAME=VALUE or LABEL=X:NAME=VALUE",
          "write --var admin=deploy, or --var env=prod:admin=deploy");
    }
    ObjectNode variable = Json.object().put("name", matcher.group("name"));
    if (matcher.group("label") != null) {
      variable.put("label", matcher.group("label"));
    }
    String value = matcher.group("value");
    return value.isEmpty() ? variable.putNull("value") : variable.put("value", value);
  }
}
