package dev.holdfast.api.problem;

import dev.holdfast.platform.database.DatabaseLoss;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns whatever goes wrong in a controller into a problem document. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
  /** The class of SQLSTATE for values that cannot be read. */
  private static final String DATA_EXCEPTION = "22";

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<Object> onApiException(ApiException e) {
    return answer(e.problem());
  }

  /** PostgreSQL could not read a value, such as the time in a cursor that somebody made up. */
  @ExceptionHandler
  ResponseEntity<Object> onStatement(StatementException e) {
    if (!(e.getCause() instanceof SQLException sql)
        || sql.getSQLState() == null
        || !sql.getSQLState().startsWith(DATA_EXCEPTION)) {
      return onAnythingElse(e);
    }
    LOG.warn("A value of a request was refused by PostgreSQL: {}", sql.getMessage());
    return answer(
        Problem.of(
            HttpStatus.BAD_REQUEST,
            "malformed-value",
            "A value of the request cannot be read: a name with a character that no name has, or a"
                + " cursor that is not from here.",
            List.of()));
  }

  @ExceptionHandler
  ResponseEntity<Object> onAnythingElse(Exception e) {
    if (DatabaseLoss.causes(e)) {
      LOG.warn("The database cannot be reached: {}", e.toString());
      return answer(
          Problem.of(
              HttpStatus.SERVICE_UNAVAILABLE,
              "database-unavailable",
              Problem.NO_DATABASE,
              List.of()));
    }
    // The cause stays in the log: it may tell more than a caller should know.
    var id = UUID.randomUUID().toString();
    LOG.error("Request failed, error {}", id, e);
    return answer(
        Problem.of(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "internal-error",
            "Something went wrong in Holdfast itself; its log says more under " + id + ".",
            List.of()));
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(
        switch (e.getCause()) {
          case UnrecognizedPropertyException unknown ->
              wrong(
                  unknown,
                  "is not known; known are "
                      + unknown.getKnownPropertyIds().stream()
                          .map(String::valueOf)
                          .sorted()
                          .collect(Collectors.joining(", ")));
          case InvalidFormatException format ->
              wrong(format, "'" + format.getValue() + "' is not " + kind(format.getTargetType()));
          case InvalidNullException empty -> wrong(empty, "has a null where a value belongs");
          case DatabindException type -> wrong(type, "has a wrong value");
          case JacksonException syntax ->
              Problem.of(
                  HttpStatus.BAD_REQUEST,
                  "malformed-json",
                  "The body is not valid JSON: " + syntax.getOriginalMessage(),
                  List.of());
          case null, default ->
              Problem.of(HttpStatus.BAD_REQUEST, "no-body", "A JSON body is missing.", List.of());
        });
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    HttpStatus known = HttpStatus.valueOf(status.value());
    String detail =
        body instanceof ProblemDetail problem && problem.getDetail() != null
            ? problem.getDetail()
            : known.getReasonPhrase();
    String code = known.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
    return ResponseEntity.status(known)
        .headers(headers)
        .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
        .body(Problem.of(known, code, detail, List.of()));
  }

  private static Problem wrong(DatabindException e, String message) {
    var path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return ApiException.invalid(path.toString(), message).problem();
  }

  private static String kind(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + List.of(type.getEnumConstants()).stream()
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    return Number.class.isAssignableFrom(type) || type.isPrimitive() ? "a number" : "allowed here";
  }

  private static ResponseEntity<Object> answer(Problem problem) {
    return ResponseEntity.status(problem.status())
        .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
        .body(problem);
  }
}
