package dev.holdfast.activities.credentials;

import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.LoginPublicKey;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.platform.server.CredentialRotations;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.util.Optional;

/** The new login key of a server beside the old one, as the platform keeps them. Thread-safe. */
final class RotatedKey {
  private final ServerLookup servers;
  private final Ssh ssh;
  private final Credentials credentials;
  private final CredentialRotations rotations;

  RotatedKey(
      ServerLookup servers, Ssh ssh, Credentials credentials, CredentialRotations rotations) {
    this.servers = servers;
    this.ssh = ssh;
    this.credentials = credentials;
    this.rotations = rotations;
  }

  /** The public half of the new key, which is made by the first call. */
  HostKey make(Server server, String operation) {
    String _ = rotations.newKey(server.name(), operation, NewLoginKey::make);
    return LoginPublicKey.of(withNew(server, operation), credentials);
  }

  /** Whether the new key is the one that is used. */
  boolean inUse(Server server, String operation) {
    return LoginPublicKey.of(server, credentials)
        .equals(LoginPublicKey.of(withNew(server, operation), credentials));
  }

  /** Proves by a new connection with the new key that one can log in, sudo and open SFTP. */
  void proveNew(Server server, String operation) {
    ssh.prove(withNew(server, operation), server.port());
  }

  /**
   * Uses the new key under each name of the machine that had the old one for the same login user.
   *
   * @return the fingerprint of the old key; empty if all was so already
   */
  Optional<String> useNew(Server server, String operation) {
    HostKey old = LoginPublicKey.of(withOld(server, operation), credentials);
    String fresh = credentials.privateKey(withNew(server, operation));
    boolean changed = false;
    for (String name : rotations.names(server.name())) {
      Server named = servers.find(name).orElse(null);
      if (named == null
          || named.access().agent() != null
          || (!name.equals(server.name()) && !LoginPublicKey.of(named, credentials).equals(old))) {
        continue;
      }
      try {
        changed |= rotations.useNewKey(name, operation, fresh);
      } catch (IllegalStateException e) {
        throw new SshException(FailureType.REFUSED, String.valueOf(e.getMessage()), e);
      }
      ssh.forget(named);
    }
    return changed ? Optional.of(old.fingerprint()) : Optional.empty();
  }

  /** Uses the old key again where it works by a new connection; false where it does not. */
  boolean useOld(Server server, String operation) {
    try {
      ssh.prove(withOld(server, operation), server.port());
    } catch (SshException e) {
      if (e.type().retryable()) {
        throw e;
      }
      return false;
    }
    rotations.names(server.name()).forEach(name -> rotations.useOldKey(name, operation));
    ssh.forget(server);
    return true;
  }

  private static Server withNew(Server server, String operation) {
    return server.withCredential(CredentialRotations.newKey(server.name(), operation));
  }

  private static Server withOld(Server server, String operation) {
    return server.withCredential(CredentialRotations.oldKey(server.name(), operation));
  }
}
