package dev.holdfast.api.servers;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.server.LoginSecrets;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server to be registered.
 *
 * @param port 22 by default
 * @param key the text of the private key to log in with
 * @param sudoPassword what the login user types for sudo, if it asks
 * @param hostKeys see {@link Trust}
 */
record NewServer(
    @Nullable String name,
    @Nullable String address,
    @Nullable Integer port,
    @Nullable String user,
    @Nullable String key,
    @Nullable String sudoPassword,
    @Nullable Map<String, String> labels,
    @Nullable String region,
    @Nullable List<String> hostKeys,
    @Nullable String trust,
    @Nullable Boolean trustOnFirstUse) {
  private static final int SSH = 22;

  Trust hostKeyTrust() {
    return new Trust(hostKeys, trust, trustOnFirstUse);
  }

  /**
   * The server with these host keys.
   *
   * @throws ApiException with every field that is missing or wrong
   */
  Server toServer(List<HostKey> pinned) {
    List<FieldError> errors = new ArrayList<>();
    String checkedName = required("name", name, errors);
    String checkedAddress = required("address", address, errors);
    String checkedUser = required("user", user, errors);
    PrivateKeyText.fault(required("key", key, errors))
        .filter(fault -> key != null)
        .ifPresent(fault -> errors.add(new FieldError("key", fault)));
    SudoPassword.fault(sudoPassword)
        .ifPresent(fault -> errors.add(new FieldError("sudoPassword", fault)));
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    try {
      return new Server(
          checkedName,
          checkedAddress,
          port == null ? SSH : port,
          checkedUser,
          Servers.credentialOf(checkedName),
          pinned,
          labels == null ? Map.of() : labels,
          region);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }

  /** What is kept secret of it; only of a request that was checked. */
  LoginSecrets secrets() {
    // OpenSSH's format needs the line break at the end, which is easily lost on the way.
    return new LoginSecrets(Objects.requireNonNull(key).strip() + "\n", null, sudoPassword);
  }

  private static String required(String field, @Nullable String value, List<FieldError> errors) {
    if (value == null) {
      errors.add(new FieldError(field, "is missing"));
      return "";
    }
    return value;
  }
}
