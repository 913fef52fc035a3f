package dev.holdfast.schemas.serversetup;

import dev.holdfast.schemas.change.PublicKeyBlob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges public keys by what is in them, not by how long their text is. */
public final class AuthorizedKeyStrength {
  private static final int LEAST_RSA_BITS = 3072;

  private AuthorizedKeyStrength() {}

  /** What is wrong with a line of an authorized_keys file, as the end of a sentence; or null. */
  public static @Nullable String weakness(String line) {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2) {
      return "reads '%s', not 'TYPE BASE64'".formatted(line);
    }
    Optional<PublicKeyBlob> key = PublicKeyBlob.read(parts[1]);
    if (key.isEmpty()) {
      return "is not a public key: its base64 is broken";
    }
    if (!key.get().type().equals(parts[0])) {
      return "says %s and is something else".formatted(parts[0]);
    }
    return parts[0].equals("ssh-rsa") && key.get().bits() < LEAST_RSA_BITS
        ? "is RSA with %d bits; use Ed25519, or RSA with at least %d"
            .formatted(key.get().bits(), LEAST_RSA_BITS)
        : null;
  }
}
