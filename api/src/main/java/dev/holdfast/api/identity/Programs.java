package dev.holdfast.api.identity;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.TokenKind;
import org.springframework.http.HttpStatus;

/** What a token for programs is never good for: else one that leaks would outlive its end. */
public final class Programs {
  private Programs() {}

  /**
   * @param what it does not do, such as "manages no tokens"
   * @throws ApiException 403 if the caller is a program
   */
  public static void refuse(Caller caller, String what) {
    if (caller.kind() == TokenKind.API) {
      throw ApiException.of(
          HttpStatus.FORBIDDEN, "token-for-programs", "A token for programs " + what + ".");
    }
  }
}
