package dev.holdfast.api.sso;

import org.jspecify.annotations.Nullable;

/** A login is refused; the reason is for the audit, never for whoever logs in. */
final class LoginRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String user;

  LoginRefused(String reason) {
    this(null, reason);
  }

  /**
   * @param user whose login it would be; null where nobody is known
   */
  LoginRefused(@Nullable String user, String reason) {
    super(reason);
    this.user = user;
  }

  @Nullable String user() {
    return user;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
