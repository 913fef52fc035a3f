package dev.holdfast.api.agent;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Signs logins with a server's key, and nothing else. */
@Component
final class LoginSigner {
  private static final String CERTIFIED = "-cert-v01@openssh.com";

  private final Secrets secrets;

  LoginSigner(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * The public key that the server is logged in to with.
   *
   * @throws ApiException if the stored key cannot be used
   */
  HostKey publicKey(Server server) {
    return key(server).publicKey();
  }

  /**
   * Signs the data if it logs in to this server as its registered user.
   *
   * @throws ApiException if it does anything else; nothing was signed
   */
  byte[] sign(Server server, SignRequest asked) {
    byte[] data = asked.bytes();
    LoginRequest login;
    try {
      login = LoginRequest.parse(data);
    } catch (AgentWire.Malformed e) {
      throw refused(server, "this is not a login over SSH: " + e.getMessage());
    }
    if (!login.user().equals(server.user())) {
      throw refused(server, "it logs in as another user than " + server.user());
    }
    if (login.hostKey() != null && !BoundHostKeys.trusted(server, login.hostKey())) {
      throw refused(server, "it is for a host whose key is not pinned for " + server.name());
    }
    SigningKey key = key(server);
    String algorithm = algorithm(server, login, key);
    if (!key.signsBy(algorithm) || !asked.asksFor(algorithm)) {
      throw refused(server, "its algorithm is not one that this key signs by");
    }
    return key.sign(data, algorithm);
  }

  /** What the key itself signs by, shown alone or in its certificate. */
  private static String algorithm(Server server, LoginRequest login, SigningKey key) {
    if (login.key().equals(key.publicKey().key())) {
      return login.algorithm();
    }
    HostKey certificate = server.access().certificate();
    boolean certified = certificate != null && BoundHostKeys.same(certificate.key(), login.key());
    if (certified && login.algorithm().endsWith(CERTIFIED)) {
      return login.algorithm().substring(0, login.algorithm().length() - CERTIFIED.length());
    }
    throw refused(server, "it names another key than the one of " + server.name());
  }

  private SigningKey key(Server server) {
    if (server.access().agent() != null) {
      throw unusable(server, "is in an agent on its worker's machine, which signs there only");
    }
    byte[] text =
        secrets
            .find(server.credential())
            .orElseThrow(() -> unusable(server, "is not in the platform"));
    try {
      return SigningKey.parse(
          text,
          secrets
              .find(Servers.passphraseOf(server.name()))
              .map(passphrase -> new String(passphrase, StandardCharsets.UTF_8))
              .orElse(null));
    } catch (SigningKey.Unusable e) {
      throw unusable(server, String.valueOf(e.getMessage()));
    }
  }

  private static ApiException unusable(Server server, String why) {
    return ApiException.conflict(
        "login-key-unusable", "The login key of '" + server.name() + "' " + why + ".");
  }

  private static ApiException refused(Server server, String why) {
    return ApiException.of(
        HttpStatus.FORBIDDEN,
        "signature-refused",
        "Only logins to '" + server.name() + "' are signed with its key: " + why + ".");
  }
}
