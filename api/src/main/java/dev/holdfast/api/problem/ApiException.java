package dev.holdfast.api.problem;

import java.util.List;
import org.springframework.http.HttpStatus;

/** A request that cannot be met, with everything that its caller needs to know. */
public final class ApiException extends RuntimeException {
  private final transient Problem problem;

  private ApiException(HttpStatus status, String code, String detail, List<FieldError> errors) {
    super(detail);
    this.problem = Problem.of(status, code, detail, errors);
  }

  public Problem problem() {
    return problem;
  }

  /** The input is well-formed but wrong in these fields. */
  public static ApiException invalid(List<FieldError> errors) {
    return new ApiException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-input",
        errors.size() == 1 ? "One field is wrong." : errors.size() + " fields are wrong.",
        errors);
  }

  public static ApiException invalid(String field, String message) {
    return invalid(List.of(new FieldError(field, message)));
  }

  public static ApiException of(HttpStatus status, String code, String detail) {
    return new ApiException(status, code, detail, List.of());
  }

  public static ApiException notFound(String code, String detail) {
    return of(HttpStatus.NOT_FOUND, code, detail);
  }

  public static ApiException conflict(String code, String detail) {
    return of(HttpStatus.CONFLICT, code, detail);
  }

  public static ApiException unavailable(String code, String detail) {
    return of(HttpStatus.SERVICE_UNAVAILABLE, code, detail);
  }
}
