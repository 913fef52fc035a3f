package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.util.Base64;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;

/** Reads what a server has to know of a stored login key. */
public final class LoginPublicKey {
  private LoginPublicKey() {}

  /**
   * The public half of the key that a server is logged in to with.
   *
   * @throws SshException of type AUTHENTICATION if there is no key that can be used
   */
  public static HostKey of(Server server, Credentials credentials) {
    try (SSHClient client = new SSHClient(new DefaultConfig())) {
      PublicKey key =
          LoginKey.of(server, credentials, client, new SshFailures(server, server.port()))
              .getPublic();
      byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
      return new HostKey(KeyType.fromKey(key).toString(), Base64.getEncoder().encodeToString(blob));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
