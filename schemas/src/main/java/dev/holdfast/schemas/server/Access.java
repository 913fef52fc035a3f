package dev.holdfast.schemas.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What goes beyond an address, a pinned host key and a login key; {@link #PLAIN} is nothing.
 *
 * @param adapter the SSH client that reaches the server
 * @param jump the name of the registered server through which this one is reached
 * @param certificate the user certificate that is shown beside the login key, as {@code TYPE
 *     BASE64}
 * @param agent the socket of the ssh-agent on the worker's machine that logs in, in place of a
 *     stored key; empty for the one that the worker's SSH_AUTH_SOCK names
 * @param authorities the certificate authorities whose host certificates are trusted
 * @param revoked the SHA-256 fingerprints of keys that are never trusted, whoever vouches for them
 */
public record Access(
    SshAdapter adapter,
    @Nullable String jump,
    @Nullable HostKey certificate,
    @Nullable String agent,
    List<HostKey> authorities,
    List<String> revoked) {
  public static final Access PLAIN =
      new Access(SshAdapter.AUTO, null, null, null, List.of(), List.of());

  private static final Pattern SOCKET = Pattern.compile("(/[^\\x00-\\x1f\\x7f]{1,106})?");
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

  public Access {
    if (jump != null && !ServerNames.isFullName(jump)) {
      throw new IllegalArgumentException("jump: '" + jump + "' is not the name of a server");
    }
    if (agent != null && !SOCKET.matcher(agent).matches()) {
      throw new IllegalArgumentException(
          "agent: '" + agent + "' is not the absolute path of a socket");
    }
    if (certificate != null && !certificate.certified()) {
      throw new IllegalArgumentException(
          "certificate: is a key of type " + certificate.type() + ", not a certificate");
    }
    for (HostKey authority : authorities) {
      if (authority.certified()) {
        throw new IllegalArgumentException(
            "authorities: " + authority.type() + " is a certificate, not the key that signs them");
      }
    }
    for (String fingerprint : revoked) {
      if (!FINGERPRINT.matcher(fingerprint).matches()) {
        throw new IllegalArgumentException(
            "revoked: '" + fingerprint + "' is not a SHA-256 fingerprint");
      }
    }
    authorities = authorities.stream().distinct().toList();
    revoked = revoked.stream().distinct().sorted().toList();
  }

  /** The same, with one more key that is never trusted. */
  public Access revoking(String fingerprint) {
    List<String> all = new ArrayList<>(revoked);
    all.add(fingerprint);
    return new Access(adapter, jump, certificate, agent, authorities, all);
  }
}
