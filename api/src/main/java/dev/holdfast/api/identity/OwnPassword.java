package dev.holdfast.api.identity;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.Passwords;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Asks for one's own password before what would outlive the session: one that somebody else has got
 * hold of must not become theirs for good.
 */
@Component
final class OwnPassword {
  private static final int LONGEST = 1024;

  private final Passwords passwords;
  private final PasswordCheck check;

  OwnPassword(Passwords passwords, PasswordCheck check) {
    this.passwords = passwords;
    this.check = check;
  }

  /**
   * @param current what was given as the password of now
   * @param what it is asked for, in the words of the audit
   * @throws ApiException if the caller comes by a session, and it is not the password
   */
  void require(
      Caller caller,
      @Nullable String current,
      String what,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (!caller.bySession()) {
      return;
    }
    if (passwords.hash(caller.name()).isEmpty()) {
      throw ApiException.of(
          HttpStatus.FORBIDDEN,
          "first-password",
          "This takes your password, and you have none. A first password is not set from a browser:"
              + " use ./holdfast user password where you have a token, or ask an administrator.");
    }
    if (current == null || current.isEmpty() || current.length() > LONGEST) {
      throw ApiException.invalid("current", "is missing: your password of now");
    }
    if (!check.passes(caller.name(), current, what, request, response)) {
      throw ApiException.of(
          HttpStatus.FORBIDDEN, "wrong-password", "The password of now is not right.");
    }
  }
}
