package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Accepts the pinned host keys of one server and no others, and remembers what it refused. */
public final class PinnedHostKeys implements HostKeyVerifier {
  private final Server server;
  private volatile @Nullable HostKey refused;

  public PinnedHostKeys(Server server) {
    this.server = server;
  }

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    return accept(
        new HostKey(KeyType.fromKey(key).toString(), Base64.getEncoder().encodeToString(blob)));
  }

  /** Whether the key that the server presents is one of the pinned ones. */
  public boolean accept(HostKey presented) {
    // By fingerprint, because a pinned key may be written with or without base64's padding.
    boolean pinned =
        server.hostKeys().stream().anyMatch(k -> k.fingerprint().equals(presented.fingerprint()));
    refused = pinned ? null : presented;
    return pinned;
  }

  /** The types to ask for first, so that a server with many keys shows one that is pinned. */
  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    return algorithms();
  }

  /** The signature algorithms of the pinned keys. */
  public List<String> algorithms() {
    return server.hostKeys().stream()
        .map(HostKey::type)
        .flatMap(
            t -> t.equals("ssh-rsa") ? Stream.of("rsa-sha2-512", "rsa-sha2-256") : Stream.of(t))
        .toList();
  }

  /** What to say if the connection failed because of the host key. */
  public @Nullable String refusal() {
    HostKey presented = refused;
    if (presented == null) {
      return null;
    }
    String pinned =
        server.hostKeys().isEmpty()
            ? "none is pinned"
            : "pinned: "
                + server.hostKeys().stream()
                    .map(k -> k.type() + " " + k.fingerprint())
                    .collect(Collectors.joining(", "));
    return "shows the host key %s %s, which is not trusted (%s). Compare it with the server's own, read another way (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub on its console); only if it is the same: holdfast server trust %s"
        .formatted(presented.type(), presented.fingerprint(), pinned, server.name());
  }
}
