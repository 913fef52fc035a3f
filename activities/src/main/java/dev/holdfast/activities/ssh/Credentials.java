package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import java.util.Optional;

/** Where login keys and passwords come from. */
@FunctionalInterface
public interface Credentials {

  /**
   * The private key that {@link Server#credential} names, as PEM or in OpenSSH's format.
   *
   * @throws SshException of type AUTHENTICATION if there is none
   */
  String privateKey(Server server);

  /** The passphrase that opens the private key; empty if the key has none. */
  default Optional<String> passphrase(Server server) {
    return Optional.empty();
  }

  /** What the login user types for sudo; empty if sudo asks for nothing. */
  default Optional<String> sudoPassword(Server server) {
    return Optional.empty();
  }
}
