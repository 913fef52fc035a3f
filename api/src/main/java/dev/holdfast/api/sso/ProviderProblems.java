package dev.holdfast.api.sso;

import dev.holdfast.api.problem.ApiException;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;

/** What is answered where a login through an identity provider does not come about. */
final class ProviderProblems {
  private ProviderProblems() {}

  static ApiException over() {
    return ApiException.of(
        HttpStatus.UNAUTHORIZED,
        "login-over",
        "This login was refused, was completed before, or took too long; log in again.");
  }

  static ApiException tooMany(HttpServletResponse response) {
    response.setHeader("Retry-After", "60");
    return ApiException.of(
        HttpStatus.TOO_MANY_REQUESTS,
        "too-many-logins",
        "Too many logins are under way; wait a minute.");
  }

  /** From this address. */
  static ApiException tooManyFailures(HttpServletResponse response) {
    response.setHeader("Retry-After", "60");
    return ApiException.of(
        HttpStatus.TOO_MANY_REQUESTS,
        "too-many-failures",
        "Too many failed logins from this address; wait a minute.");
  }

  /** An administrator sees why. */
  static ApiException unavailable(String organisation) {
    return ApiException.unavailable(
        "identity-provider-unavailable",
        "The identity provider of '%s' cannot be used at the moment; log in with a password, or try again. An administrator sees why with ./holdfast org identity-provider test."
            .formatted(organisation));
  }
}
