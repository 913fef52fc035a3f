package dev.holdfast.workers;

import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The login keys and passwords that the platform keeps, read anew for each connection. */
final class StoredCredentials implements Credentials {
  private final Secrets secrets;

  StoredCredentials(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public String privateKey(Server server) {
    return find(server.credential())
        .orElseThrow(() ->
            new SshException(
                FailureType.AUTHENTICATION,
                "the login key '%s' of %s is not stored; remove the server and add it again"
                    .formatted(server.credential(), server.name()),
                null));
  }

  @Override
  public Optional<String> passphrase(Server server) {
    return find(Servers.passphraseFor(server));
  }

  @Override
  public Optional<String> sudoPassword(Server server) {
    return find(Servers.sudoPasswordOf(server.name()));
  }

  private Optional<String> find(String name) {
    return secrets.find(name).map(value -> new String(value, StandardCharsets.UTF_8));
  }
}
