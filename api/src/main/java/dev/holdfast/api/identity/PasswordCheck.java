package dev.holdfast.api.identity;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.web.Client;
import dev.holdfast.platform.identity.LoginLocks;
import dev.holdfast.platform.identity.LoginLocks.Secret;
import dev.holdfast.platform.identity.Passwords;
import dev.holdfast.platform.identity.SecondFactors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.function.Supplier;
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
  private final SecondFactors factors;

  PasswordCheck(
      Passwords passwords,
      PasswordHashing hashing,
      LoginLocks locks,
      LoginAudit audit,
      SecondFactors factors) {
    this.passwords = passwords;
    this.hashing = hashing;
    this.locks = locks;
    this.audit = audit;
    this.factors = factors;
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
    Supplier<Boolean> right = () -> hashing.matches(password, passwords.hash(user).orElse(null));
    return hashing.inTurn(() -> tried(Secret.PASSWORD, user, right, what, request, response));
  }

  /**
   * Whether it is a code of this user, which is used up by this.
   *
   * @param what it is asked for, in the words of the audit
   * @throws ApiException 429 while the account or the address is locked
   */
  boolean passesCode(
      String user,
      String code,
      String what,
      HttpServletRequest request,
      HttpServletResponse response) {
    return tried(Secret.CODE, user, () -> factors.use(user, code), what, request, response);
  }

  private boolean tried(
      Secret secret,
      String user,
      Supplier<Boolean> right,
      String what,
      HttpServletRequest request,
      HttpServletResponse response) {
    String address = Client.counted(request);
    LoginLocks.Attempt attempt = locks.begin(secret, user, address);
    Duration locked = attempt.lockedFor();
    if (locked != null) {
      audit.refused(user, request, what + ": locked");
      long seconds = locked.toSeconds() + 1;
      response.setHeader("Retry-After", Long.toString(seconds));
      throw ApiException.of(
          HttpStatus.TOO_MANY_REQUESTS,
          "login-locked",
          "Too many failed logins; try again in " + words(seconds) + ".");
    }
    if (right.get()) {
      locks.succeeded(secret, user, address);
      return true;
    }
    audit.refused(
        user,
        request,
        "%s: wrong %s%s"
            .formatted(
                what,
                secret == Secret.CODE ? "code" : "password",
                attempt.locks() ? "; locked for a while" : ""));
    return false;
  }

  private static String words(long seconds) {
    return seconds < 120 ? seconds + " seconds" : (seconds / 60 + 1) + " minutes";
  }
}
