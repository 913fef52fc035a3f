package dev.holdfast.api.agent;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an SSH client asks its agent to sign.
 *
 * @param data in base64
 * @param flags those of the agent protocol: 2 for rsa-sha2-256, 4 for rsa-sha2-512; 0 by default
 * @param purpose what the client says that the login is for: {@code ssh}, which is the default, or
 *     {@code mount}; for the audit alone
 */
record SignRequest(@Nullable String data, @Nullable Integer flags, @Nullable String purpose) {
  /** Far more than any login needs. */
  private static final int LONGEST = 64 * 1024;

  private static final int RSA_SHA2_256 = 2;
  private static final int RSA_SHA2_512 = 4;

  /**
   * @throws ApiException if there is no data, or it is no base64 or too long
   */
  byte[] bytes() {
    if (data == null) {
      throw wrong("is missing");
    }
    if (data.length() > LONGEST) {
      throw wrong("is longer than a login can be");
    }
    try {
      return Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException e) {
      throw wrong("is not base64");
    }
  }

  /** Whether the flags ask for this algorithm, or for none in particular. */
  boolean asksFor(String algorithm) {
    int asked = flags == null ? 0 : flags;
    return switch (algorithm) {
      case "rsa-sha2-256" -> asked == RSA_SHA2_256;
      case "rsa-sha2-512" -> asked == RSA_SHA2_512;
      default -> true;
    };
  }

  /** What the audit calls the login. */
  String work() {
    if (purpose == null || purpose.equals("ssh") || purpose.equals("mount")) {
      return purpose == null ? "ssh" : purpose;
    }
    throw ApiException.invalid("purpose", "must be ssh or mount");
  }

  private static ApiException wrong(String how) {
    return ApiException.invalid(List.of(new FieldError("data", how)));
  }
}
