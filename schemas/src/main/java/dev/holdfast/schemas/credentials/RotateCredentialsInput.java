package dev.holdfast.schemas.credentials;

import java.util.List;
import java.util.Objects;

/**
 * Which credentials are rotated.
 *
 * @param rotate at least one; the login key by default
 * @param confirmWithinSeconds how long a server waits for the proof that the new one works before
 *     it reverts the change by itself; 15–600 s, 60 by default
 */
public record RotateCredentialsInput(List<Credential> rotate, Integer confirmWithinSeconds) {

  public RotateCredentialsInput {
    rotate = List.copyOf(Objects.requireNonNullElse(rotate, List.of(Credential.LOGIN_KEY)));
    confirmWithinSeconds = Objects.requireNonNullElse(confirmWithinSeconds, 60);
    if (rotate.isEmpty()) {
      throw new IllegalArgumentException("rotate: name at least one");
    }
  }
}
