package dev.holdfast.api.sso;

/** A login is refused; the reason is for the audit, never for whoever logs in. */
final class LoginRefused extends Exception {
  private static final long serialVersionUID = 1L;

  LoginRefused(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
