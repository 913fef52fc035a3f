package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;

/** Where login keys come from. */
@FunctionalInterface
public interface Credentials {

  /**
   * The private key that {@link Server#credential} names, without a passphrase, as PEM or in
   * OpenSSH's format.
   *
   * @throws SshException of type AUTHENTICATION if there is none
   */
  String privateKey(Server server);
}
