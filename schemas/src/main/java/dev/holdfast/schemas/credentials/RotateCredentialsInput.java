package dev.holdfast.schemas.credentials;

import java.util.List;
import java.util.Objects;

/**
 * Which credentials are rotated.
 *
 * @param credentials at least one; the login key by default
 * @param confirmWithinSeconds how long a server waits for the proof that the new one works before
 *     it reverts the change by itself; 15–600 s, 60 by default
 */
public record RotateCredentialsInput(List<Credential> credentials, Integer confirmWithinSeconds) {

  public RotateCredentialsInput {
    credentials =
        List.copyOf(Objects.requireNonNullElse(credentials, List.of(Credential.LOGIN_KEY)));
    confirmWithinSeconds = Objects.requireNonNullElse(confirmWithinSeconds, 60);
    if (credentials.isEmpty()) {
      throw new IllegalArgumentException("credentials: name at least one");
    }
  }
}
