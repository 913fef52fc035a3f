package dev.holdfast.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A problem document of RFC 9457.
 *
 * @param code stable; programs may depend on it
 * @param detail what is wrong and what to do, for people
 * @param errors which fields of the input are wrong
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type,
    String title,
    int status,
    String code,
    @Nullable String detail,
    List<FieldError> errors) {

  /** The media type of problem documents. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** What to do where the database is away. */
  public static final String NO_DATABASE = "The database cannot be reached; try again in a moment.";

  public Problem {
    errors = List.copyOf(errors);
  }

  /** Everything that is wrong, for a person who sees only one line. */
  public String inOneLine() {
    return errors.isEmpty()
        ? String.valueOf(detail)
        : errors.stream()
            .map(error -> error.field() + ": " + error.message())
            .collect(Collectors.joining("; "));
  }

  static Problem of(HttpStatus status, String code, String detail, List<FieldError> errors) {
    return new Problem(
        "urn:holdfast:problem:" + code,
        status.getReasonPhrase(),
        status.value(),
        code,
        detail,
        errors);
  }
}
