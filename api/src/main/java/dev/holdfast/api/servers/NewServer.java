package dev.holdfast.api.servers;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.server.LoginSecrets;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Region;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server to be registered.
 *
 * @param port 22 by default
 * @param key the text of the private key to log in with; none where an agent logs in
 * @param passphrase opens the key, if it is protected by one
 * @param certificate the user certificate that goes with the key, as {@code TYPE BASE64}
 * @param agent the socket of the ssh-agent on the worker's machine that logs in; empty for the one
 *     that the worker's SSH_AUTH_SOCK names
 * @param sudoPassword what the login user types for sudo, if it asks
 * @param adapter {@code auto} by default
 * @param jump the registered server through which this one is reached
 * @param authorities {@code TYPE BASE64} lines of those whose host certificates are trusted
 * @param revoked the fingerprints of keys that are never trusted
 * @param aliasOf the registered server that is the same machine under another name
 * @param hostKeys see {@link Trust}; nothing is needed where there are authorities
 */
record NewServer(
    @Nullable String name,
    @Nullable String address,
    @Nullable Integer port,
    @Nullable String user,
    @Nullable String key,
    @Nullable String passphrase,
    @Nullable String certificate,
    @Nullable String agent,
    @Nullable String sudoPassword,
    @Nullable String adapter,
    @Nullable String jump,
    @Nullable List<String> authorities,
    @Nullable List<String> revoked,
    @Nullable Map<String, String> labels,
    @Nullable String region,
    @Nullable List<String> hostKeys,
    @Nullable String trust,
    @Nullable Boolean trustOnFirstUse,
    @Nullable String aliasOf) {
  private static final int SSH = 22;

  Trust hostKeyTrust() {
    return new Trust(hostKeys, trust, trustOnFirstUse, null);
  }

  /**
   * The server with these host keys, in an organisation.
   *
   * @throws ApiException with every field that is missing or wrong
   */
  Server toServer(String organisation, List<HostKey> pinned) {
    List<FieldError> errors = new ArrayList<>();
    String checkedName = required("name", name, errors);
    String checkedAddress = required("address", address, errors);
    String checkedUser = required("user", user, errors);
    if (agent == null) {
      required("key", key, errors);
    } else if (key != null) {
      errors.add(new FieldError("agent", "logs in by itself; give it or a key, not both"));
    }
    LoginChecks.key(key, passphrase, errors);
    LoginChecks.sudoPassword(sudoPassword, errors);
    HostKey checkedCertificate = LoginChecks.certificate(certificate, key, errors);
    List<HostKey> checkedAuthorities = LoginChecks.authorities(authorities, errors);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    try {
      ServerNames.requireName(checkedName);
      String name = ServerNames.full(organisation, checkedName);
      return new Server(
          name,
          checkedAddress,
          port == null ? SSH : port,
          checkedUser,
          Servers.credentialOf(name),
          pinned,
          labels == null ? Map.of() : labels,
          region == null ? null : Region.require(region),
          new Access(
              LoginChecks.adapter(adapter),
              jump == null ? null : ServerNames.full(organisation, jump),
              checkedCertificate,
              agent,
              checkedAuthorities,
              revoked == null ? List.of() : revoked),
          null,
          aliasOf == null ? null : ServerNames.full(organisation, aliasOf));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }

  /** What is kept secret of it; only of a request that was checked. */
  LoginSecrets secrets() {
    return new LoginSecrets(key == null ? null : LoginChecks.stored(key), passphrase, sudoPassword);
  }

  private static String required(String field, @Nullable String value, List<FieldError> errors) {
    if (value == null) {
      errors.add(new FieldError(field, "is missing"));
      return "";
    }
    return value;
  }
}
