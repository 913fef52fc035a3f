package dev.holdfast.demo;

import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import net.schmizz.sshj.userauth.UserAuthException;

/** Tries to log in, as a stranger with a password or an operator with a key would. */
final class Logins {
  private Logins() {}

  /** Whether the server lets this user in with this password. */
  static boolean withPassword(LabServer server, String user, String password) throws IOException {
    return tried(server, client -> client.authPassword(user, password));
  }

  /** Whether the server lets this user in with the lab's key. */
  static boolean withKey(LabServer server, String user) throws IOException {
    return tried(server, client -> client.authPublickey(user, server.keyFile().toString()));
  }

  @FunctionalInterface
  private interface Attempt {
    void on(SSHClient client) throws IOException;
  }

  private static boolean tried(LabServer server, Attempt attempt) throws IOException {
    try (SSHClient client = new SSHClient()) {
      client.addHostKeyVerifier(
          new HostKeyVerifier() {
            @Override
            public boolean verify(String host, int port, PublicKey key) {
              byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
              String shown = Base64.getEncoder().encodeToString(blob);
              return server.hostKeys().stream().anyMatch(pinned -> pinned.base64().equals(shown));
            }

            @Override
            public List<String> findExistingAlgorithms(String host, int port) {
              return List.of();
            }
          });
      client.connect(server.address(), server.port());
      attempt.on(client);
      return client.isAuthenticated();
    } catch (UserAuthException refused) {
      return false;
    }
  }
}
