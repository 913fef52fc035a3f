package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.platform.secret.ServerSecrets;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.RunbookInput;
import dev.holdfast.schemas.server.Server;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What an operation was asked to do, in a line by which a person tells it from others. */
@Component
final class InputSummary {
  private static final int LONGEST = 120;

  /** Secrets of more servers are not looked for: what looks like one is masked all the same. */
  private static final int SERVERS = 100;

  private final ServerSecrets secrets;

  InputSummary(ServerSecrets secrets) {
    this.secrets = secrets;
  }

  /**
   * The line, with secrets masked; empty for an empty input.
   *
   * @param input valid for the type
   */
  String of(OperationType type, String input, List<Server> servers) {
    String text = masked(text(type, input), servers).replaceAll("\\p{Cntrl}", "?");
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  /** Masked as a whole, so that nothing of a secret is left where the line is cut. */
  private String masked(String text, List<Server> servers) {
    List<String> known =
        servers.stream()
            .limit(SERVERS)
            .flatMap(server -> secrets.of(server.name()).stream())
            .distinct()
            .toList();
    return new Redactor(known).redact(text.replaceAll("\\s+", " ").strip());
  }

  private static String text(OperationType type, String input) {
    try {
      if (RunsCommands.class.isAssignableFrom(type.inputType())) {
        var commands = (RunsCommands) JsonPayloads.mapper().readValue(input, type.inputType());
        return commands.invocations().stream()
            .map(InputSummary::words)
            .collect(Collectors.joining("; "));
      }
      if (type.inputType() == RunbookInput.class) {
        var runbook = JsonPayloads.mapper().readValue(input, RunbookInput.class);
        return (runbook.definition().get("name") + " " + fields(runbook.inputs())).strip();
      }
      return fields(JsonPayloads.read(input, new TypeReference<Map<String, Object>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("input: does not fit " + type.name(), e);
    }
  }

  private static String fields(Map<String, Object> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + value(field.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String words(Invocation invocation) {
    return switch (invocation) {
      case Invocation.Words words -> words.text();
      case Invocation.Script(String interpreter, String text) ->
          text.strip().indexOf('\n') < 0
              ? text
              : "%s script of %d lines: %s"
                  .formatted(interpreter, text.lines().count(), code(text));
    };
  }

  /** The first lines that say something. */
  private static String code(String script) {
    return script
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .limit(3)
        .collect(Collectors.joining("; "));
  }

  private static String value(Object value) {
    return value instanceof String text ? text : JsonPayloads.write(value);
  }
}
