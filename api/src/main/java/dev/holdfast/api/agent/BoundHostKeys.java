package dev.holdfast.api.agent;

import dev.holdfast.platform.ssh.SshCertificate;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Which host keys a login may be bound to; the client has checked the rest of its certificate. */
final class BoundHostKeys {
  private BoundHostKeys() {}

  /**
   * Whether a server's key or certificate is pinned or signed by an authority of its, and not
   * revoked.
   *
   * @param blob in base64
   */
  static boolean trusted(Server server, String blob) {
    if (server.hostKeys().stream()
        .anyMatch(pinned -> same(pinned.key(), blob) && !isRevoked(server, pinned))) {
      return true;
    }
    try {
      SshCertificate certificate = SshCertificate.read(Base64.getDecoder().decode(blob));
      return certificate.kind() == SshCertificate.Kind.HOST
          && certificate.signed()
          && certificate.validAt(Instant.now())
          && !isRevoked(server, certificate.key())
          && !isRevoked(server, certificate.authority())
          && server.access().authorities().stream()
              .anyMatch(own -> same(own.key(), certificate.authority().key()));
    } catch (IllegalArgumentException e) {
      return false; // a plain key, or none at all
    }
  }

  /** By their bytes, for a key may be written without base64's padding. */
  static boolean same(String key, String other) {
    return Arrays.equals(Base64.getDecoder().decode(key), Base64.getDecoder().decode(other));
  }

  private static boolean isRevoked(Server server, HostKey key) {
    return server.access().revoked().contains(key.fingerprint());
  }
}
