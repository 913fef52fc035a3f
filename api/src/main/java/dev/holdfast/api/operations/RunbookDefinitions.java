package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.runbook.RunbookText;
import dev.holdfast.schemas.runbook.RunbookDefinition;
import dev.holdfast.schemas.runbook.RunbookParser;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads runbooks as they are written, and tells what is wrong with the line that it is in. */
@Component
public final class RunbookDefinitions {
  private final RunbookCheck check;

  RunbookDefinitions(RunbookCheck check) {
    this.check = check;
  }

  /**
   * Reads a text that somebody wrote; the runbooks that it names are those of their organisation.
   *
   * @throws ApiException with everything that is wrong
   */
  public RunbookDefinition read(@Nullable String written, Caller caller) {
    if (written == null || written.isBlank()) {
      throw ApiException.invalid("text", "is missing: a runbook in YAML");
    }
    RunbookText text;
    try {
      text = RunbookText.read(written);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("text", String.valueOf(e.getMessage()));
    }
    RunbookParser.Parsed parsed = RunbookParser.parse(text.document());
    List<FieldError> errors =
        Stream.concat(
                parsed.problems().stream()
                    .map(problem -> new FieldError(problem.field(), problem.message())),
                parsed.definition() == null
                    ? Stream.empty()
                    : check.definition(parsed.definition(), caller).stream())
            .map(error ->
                new FieldError(
                    error.field(),
                    "%s (line %d)".formatted(error.message(), text.line(error.field()))))
            .toList();
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    return parsed.orThrow();
  }

  /** Reads a text that was right when it was kept. */
  public RunbookDefinition stored(String written) {
    return RunbookParser.parse(RunbookText.read(written).document()).orThrow();
  }
}
