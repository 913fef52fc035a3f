package dev.holdfast.api.agent;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an SSH client has signed to log in with a public key (RFC 4252, section 7).
 *
 * @param algorithm the signature algorithm, such as {@code rsa-sha2-512}
 * @param key the blob of the public key, in base64
 * @param hostKey the host key, in base64, that the session was agreed with, where the request is
 *     bound to one ({@code publickey-hostbound-v00@openssh.com})
 */
record LoginRequest(String user, String algorithm, String key, @Nullable String hostKey) {
  private static final int USERAUTH_REQUEST = 50;
  // Hashes of the key exchange: SHA-256 to SHA-512. SHA-1 is no longer spoken.
  private static final int SHORTEST_SESSION = 32;
  private static final int LONGEST_SESSION = 64;

  /**
   * Reads what is to be signed.
   *
   * @throws AgentWire.Malformed if it is anything else than a login with a public key
   */
  static LoginRequest parse(byte[] data) throws AgentWire.Malformed {
    AgentWire wire = new AgentWire(data);
    int session = wire.string().length;
    if (session < SHORTEST_SESSION || session > LONGEST_SESSION) {
      throw new AgentWire.Malformed("it does not begin with the identifier of a session");
    }
    if (wire.number8() != USERAUTH_REQUEST) {
      throw new AgentWire.Malformed("it is not an authentication request");
    }
    String user = wire.text();
    String service = wire.text();
    if (!service.equals("ssh-connection")) {
      throw new AgentWire.Malformed("it asks for another service than ssh-connection");
    }
    String method = wire.text();
    boolean bound = method.equals("publickey-hostbound-v00@openssh.com");
    if (!bound && !method.equals("publickey")) {
      throw new AgentWire.Malformed("it is not an authentication with a public key");
    }
    if (wire.number8() != 1) {
      throw new AgentWire.Malformed("it only asks whether the key would do, which nobody signs");
    }
    String algorithm = wire.text();
    String key = base64(wire.string());
    String hostKey = bound ? base64(wire.string()) : null;
    wire.end();
    return new LoginRequest(user, algorithm, key, hostKey);
  }

  private static String base64(byte[] blob) {
    return Base64.getEncoder().encodeToString(blob);
  }
}
