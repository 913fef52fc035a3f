package dev.holdfast.api.identity;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.LoginLocks;
import dev.holdfast.platform.identity.Passwords;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Asks for somebody's password, and locks whoever guesses. It answers in the same way, and takes as
 * long, where there is no such user.
 */
@Component
final class PasswordCheck {
  private final Passwords passwords;
  private final PasswordHashing hashing;
  private final LoginLocks locks;
  private final LoginAudit audit;

  PasswordCheck(Passwords passwords, PasswordHashing hashing, LoginLocks locks, LoginAudit audit) {
    this.passwords = passwords;
    this.hashing = hashing;
    this.locks = locks;
    this.audit = audit;
  }

  /**
   * Whether it is the password of this user.
   *
   * @param what it is asked for, in the words of the audit
   * @throws ApiException 429 while the account or the address is locked
   */
  boolean passes(
      String user,
      String password,
      String what,
      HttpServletRequest request,
      HttpServletResponse response) {
    String address = request.getRemoteAddr();
    record Tried(LoginLocks.Attempt attempt, boolean good) {}
    Tried tried =
        hashing.inTurn(() -> {
          LoginLocks.Attempt begun = locks.begin(user, address);
          return new Tried(
              begun,
              begun.lockedFor() == null
                  && hashing.matches(password, passwords.hash(user).orElse(null)));
        });
    Duration locked = tried.attempt().lockedFor();
    if (locked != null) {
      audit.refused(user, request, what + ": locked");
      long seconds = locked.toSeconds() + 1;
      response.setHeader("Retry-After", Long.toString(seconds));
      throw ApiException.of(
          HttpStatus.TOO_MANY_REQUESTS,
          "login-locked",
          "Too many failed logins; try again in " + words(seconds) + ".");
    }
    if (tried.good()) {
      locks.succeeded(user, address);
    } else {
      audit.refused(
          user,
          request,
          what + ": wrong password" + (tried.attempt().locks() ? "; locked for a while" : ""));
    }
    return tried.good();
  }

  private static String words(long seconds) {
    return seconds < 120 ? seconds + " seconds" : (seconds / 60 + 1) + " minutes";
  }
}
