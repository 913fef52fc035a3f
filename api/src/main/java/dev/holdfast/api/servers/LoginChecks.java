package dev.holdfast.api.servers;

import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.ssh.PublicKeys;
import dev.holdfast.platform.ssh.SshCertificate;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.SshAdapter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks of keys, certificates and passwords before they are kept; null is not given. */
final class LoginChecks {
  private static final int MOST = 1024;

  private LoginChecks() {}

  static void key(@Nullable String key, @Nullable String passphrase, List<FieldError> errors) {
    typed("passphrase", passphrase, errors);
    if (key == null) {
      if (passphrase != null) {
        errors.add(new FieldError("passphrase", "belongs to a key; give the key with it"));
      }
      return;
    }
    PrivateKeyText.fault(key, passphrase != null)
        .ifPresent(fault -> errors.add(new FieldError("key", fault)));
  }

  static void sudoPassword(@Nullable String password, List<FieldError> errors) {
    typed("sudoPassword", password, errors);
  }

  /** OpenSSH's format needs the line break at the end, which is easily lost on the way. */
  static String stored(String key) {
    return key.strip() + "\n";
  }

  static @Nullable HostKey certificate(
      @Nullable String line, @Nullable String key, List<FieldError> errors) {
    if (line == null) {
      return null;
    }
    try {
      HostKey parsed = HostKey.parse(line);
      SshCertificate certificate = SshCertificate.read(Base64.getDecoder().decode(parsed.key()));
      fault(certificate, key).ifPresent(fault -> errors.add(new FieldError("certificate", fault)));
      return parsed;
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError("certificate", String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static Optional<String> fault(SshCertificate certificate, @Nullable String key) {
    Instant now = Instant.now();
    if (certificate.kind() != SshCertificate.Kind.USER) {
      return Optional.of("is for a host; give the user certificate, such as id_ed25519-cert.pub");
    }
    if (!certificate.validAt(now)) {
      return Optional.of("is " + certificate.validity() + ", and now is " + now);
    }
    byte[] certified = Base64.getDecoder().decode(certificate.key().key());
    boolean other =
        key != null
            && PrivateKeyText.publicPart(key)
                .filter(own -> !Arrays.equals(own, certified))
                .isPresent();
    return other
        ? Optional.of("is for the key " + certificate.key().fingerprint() + ", not for this one")
        : Optional.empty();
  }

  static List<HostKey> authorities(@Nullable List<String> lines, List<FieldError> errors) {
    List<HostKey> keys = new ArrayList<>();
    for (int i = 0; lines != null && i < lines.size(); i++) {
      try {
        HostKey key = HostKey.parse(lines.get(i));
        int bits = PublicKeys.rsaBits(PublicKeys.read(Base64.getDecoder().decode(key.key())));
        if (bits < PublicKeys.LEAST_RSA_BITS) {
          throw new IllegalArgumentException(weak(bits));
        }
        keys.add(key);
      } catch (IllegalArgumentException e) {
        errors.add(new FieldError("authorities[" + i + "]", String.valueOf(e.getMessage())));
      }
    }
    return keys;
  }

  static SshAdapter adapter(@Nullable String word) {
    return word == null ? SshAdapter.AUTO : SshAdapter.of(word);
  }

  static String weak(int bits) {
    return "is an RSA key of %d bits, and %d are the least; make another: ssh-keygen -t ed25519"
        .formatted(bits, PublicKeys.LEAST_RSA_BITS);
  }

  private static void typed(String field, @Nullable String text, List<FieldError> errors) {
    if (text == null) {
      return;
    }
    if (text.isEmpty()) {
      errors.add(new FieldError(field, "is empty; leave it out where there is none"));
    } else if (text.length() > MOST) {
      errors.add(new FieldError(field, "is longer than " + MOST + " characters"));
    } else if (text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      errors.add(new FieldError(field, "has a line break or NUL in it, which nobody can type"));
    }
  }
}
