package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the host keys that are pinned for one server or certified for it, and no others; and
 * remembers why it refused one.
 */
public final class PinnedHostKeys implements HostKeyVerifier {
  private final Server server;
  private final HostTrust trust;
  private final Clock clock = Clock.systemUTC();
  private volatile @Nullable String refusal;

  public PinnedHostKeys(Server server) {
    this.server = server;
    this.trust = new HostTrust(server);
  }

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    // Where sshj cannot write a certificate again as it was read, its signature does not fit.
    byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    return accept(
        new HostKey(KeyType.fromKey(key).toString(), Base64.getEncoder().encodeToString(blob)));
  }

  /** Whether the key or certificate that the server presents is trusted for it. */
  public boolean accept(HostKey presented) {
    refusal =
        trust.refusal(Base64.getDecoder().decode(presented.key()), clock.instant()).orElse(null);
    return refusal == null;
  }

  /** The types to ask for first, so that a server with many keys shows one that is trusted. */
  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    return algorithms();
  }

  /** The signature algorithms of what is trusted: of certificates, then of the pinned keys. */
  public List<String> algorithms() {
    Stream<String> certified =
        server.access().authorities().isEmpty() ? Stream.of() : Algorithms.CERTIFICATES.stream();
    Stream<String> pinned =
        server.hostKeys().stream()
            .map(HostKey::type)
            .flatMap(t ->
                t.equals("ssh-rsa") ? Stream.of("rsa-sha2-512", "rsa-sha2-256") : Stream.of(t));
    return Stream.concat(certified, pinned).toList();
  }

  /** What to say if the connection failed because of the host key. */
  public @Nullable String refusal() {
    return refusal;
  }
}
