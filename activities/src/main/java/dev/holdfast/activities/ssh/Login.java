package dev.holdfast.activities.ssh;

import dev.holdfast.platform.ssh.SshCertificate;
import dev.holdfast.platform.ssh.Wire;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import org.jspecify.annotations.Nullable;

/** The ways in which we log in to one server; to be closed when that is done. */
final class Login implements AutoCloseable {
  /** OpenSSH's default MaxAuthTries is 6, and the last one costs the connection. */
  private static final int MOST_TRIES = 5;

  private static final Duration AGENT = Duration.ofSeconds(5);
  private static final Set<String> WEAK = Set.of("ssh-dss", "ssh-dss-cert-v01@openssh.com");

  private final List<AuthMethod> methods;
  private final @Nullable SshAgent agent;

  private Login(List<AuthMethod> methods, @Nullable SshAgent agent) {
    this.methods = methods;
    this.agent = agent;
  }

  /**
   * @throws SshException of type AUTHENTICATION if there is nothing to log in with
   */
  static Login of(
      Server server,
      Credentials credentials,
      SSHClient client,
      SshFailures failures,
      Deadlines deadlines) {
    if (server.access().agent() != null) {
      return byAgent(server, server.access().agent(), failures, deadlines);
    }
    KeyProvider key = LoginKey.of(server, credentials, client, failures);
    HostKey certificate = server.access().certificate();
    AuthMethod method =
        certificate == null
            ? new AuthPublickey(key)
            : certified(server, certificate, key, client, failures);
    return new Login(List.of(method), null);
  }

  List<AuthMethod> methods() {
    return methods;
  }

  @Override
  public void close() {
    if (agent != null) {
      agent.close();
    }
  }

  private static AuthMethod certified(
      Server server, HostKey certificate, KeyProvider key, SSHClient client, SshFailures failures) {
    HostKey expected = checked(certificate, failures).key();
    try {
      byte[] own = new Buffer.PlainBuffer().putPublicKey(key.getPublic()).getCompactData();
      if (!Arrays.equals(own, Base64.getDecoder().decode(expected.key()))) {
        throw failures.of(
            FailureType.AUTHENTICATION,
            "has a user certificate that is not for its login key: it is for %s. Give the pair: holdfast server set %s --key FILE --certificate FILE-cert.pub"
                .formatted(expected.fingerprint(), server.name()),
            null);
      }
      PrivateKey secret = key.getPrivate();
      return new BlobLogin(
          algorithm(certificate.type()),
          Base64.getDecoder().decode(certificate.key()),
          data -> sign(client, secret, data));
    } catch (IOException e) {
      throw failures.of(FailureType.AUTHENTICATION, "has no usable login key", null);
    }
  }

  private static byte[] sign(SSHClient client, PrivateKey key, byte[] data) throws IOException {
    Signature signature =
        client
            .getTransport()
            .getClientKeyAlgorithms(KeyType.fromKey(key))
            .getFirst()
            .newSignature();
    signature.initSign(key);
    signature.update(data);
    return new Buffer.PlainBuffer()
        .putString(signature.getSignatureName())
        .putBytes(signature.encode(signature.sign()))
        .getCompactData();
  }

  private static Login byAgent(
      Server server, String socket, SshFailures failures, Deadlines deadlines) {
    String path = socket.isEmpty() ? System.getenv("SSH_AUTH_SOCK") : socket;
    if (path == null || path.isEmpty()) {
      throw failures.of(
          FailureType.AUTHENTICATION,
          "is to be logged in to by an ssh-agent, but this worker has no SSH_AUTH_SOCK. Name the socket: holdfast server set %s --agent SOCKET"
              .formatted(server.name()),
          null);
    }
    SshAgent agent = null;
    try {
      agent = SshAgent.connect(path);
      List<byte[]> identities = identities(agent, deadlines);
      HostKey certificate = server.access().certificate();
      List<AuthMethod> methods =
          certificate == null
              ? all(agent, identities)
              : forCertificate(agent, identities, certificate, failures);
      if (methods.isEmpty()) {
        throw failures.of(
            FailureType.AUTHENTICATION,
            certificate == null
                ? "is to be logged in to by the ssh-agent at %s, which holds no key. Add one: ssh-add FILE"
                    .formatted(path)
                : "has a user certificate for a key that the ssh-agent at %s does not hold. Add it: ssh-add FILE"
                    .formatted(path),
            null);
      }
      return new Login(methods, agent);
    } catch (IOException | RuntimeException e) {
      if (agent != null) {
        agent.close();
      }
      if (e instanceof SshException known) {
        throw known;
      }
      throw failures.of(
          FailureType.AUTHENTICATION,
          "is to be logged in to by the ssh-agent at %s, which does not answer on the worker's machine: %s"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static List<byte[]> identities(SshAgent agent, Deadlines deadlines) throws IOException {
    try (Deadlines.Deadline _ = deadlines.after(AGENT, agent::close)) {
      return agent.identities();
    }
  }

  private static List<AuthMethod> all(SshAgent agent, List<byte[]> identities) {
    List<AuthMethod> methods = new ArrayList<>();
    for (byte[] blob : identities) {
      String type = new Wire(blob).text();
      if (!WEAK.contains(type) && methods.size() < MOST_TRIES) {
        methods.add(new BlobLogin(algorithm(type), blob, data -> agent.sign(blob, data)));
      }
    }
    return methods;
  }

  private static List<AuthMethod> forCertificate(
      SshAgent agent, List<byte[]> identities, HostKey certificate, SshFailures failures) {
    byte[] own = Base64.getDecoder().decode(checked(certificate, failures).key().key());
    byte[] shown = Base64.getDecoder().decode(certificate.key());
    return identities.stream()
        .filter(blob -> Arrays.equals(blob, own))
        .<AuthMethod>map(blob ->
            new BlobLogin(algorithm(certificate.type()), shown, data -> agent.sign(blob, data)))
        .toList();
  }

  /** The certificate, if there is any sense in showing it. */
  private static SshCertificate checked(HostKey blob, SshFailures failures) {
    SshCertificate certificate;
    try {
      certificate = SshCertificate.read(Base64.getDecoder().decode(blob.key()));
    } catch (IllegalArgumentException e) {
      throw failures.of(
          FailureType.AUTHENTICATION, "has a user certificate that " + e.getMessage(), e);
    }
    Instant now = Instant.now();
    if (!certificate.validAt(now)) {
      throw failures.of(
          FailureType.AUTHENTICATION,
          "has a user certificate that is %s, and now is %s. Sign a new one (ssh-keygen -s CA -I ID -n USER KEY.pub)"
              .formatted(certificate.validity(), now),
          null);
    }
    return certificate;
  }

  /** What a key of this type signs with; SHA-1 is never used. */
  private static String algorithm(String type) {
    return switch (type) {
      case "ssh-rsa" -> "rsa-sha2-512";
      case "ssh-rsa-cert-v01@openssh.com" -> "rsa-sha2-512-cert-v01@openssh.com";
      default -> type;
    };
  }
}
