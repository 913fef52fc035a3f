package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.HostTrust;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** One connection's key exchange: which host keys it accepts, and why there was no agreement. */
final class Handshake implements ServerKeyVerifier {
  private static final AttributeRepository.AttributeKey<Handshake> KEY =
      new AttributeRepository.AttributeKey<>();

  private final Server server;
  private volatile @Nullable String refusal;
  private volatile @Nullable String disagreement;

  Handshake(Server server) {
    this.server = server;
  }

  /** What to connect with, so that the session's events come here. */
  AttributeRepository context() {
    return AttributeRepository.ofKeyValuePair(KEY, this);
  }

  /** The handshake that a session was connected with. */
  static @Nullable Handshake of(@Nullable SessionContext session) {
    AttributeRepository context =
        session instanceof ClientSession client ? client.getConnectionContext() : null;
    return context == null ? null : context.getAttribute(KEY);
  }

  Server server() {
    return server;
  }

  /** Why the host key was refused, if it was. */
  @Nullable String refusal() {
    return refusal;
  }

  /** What the two sides could not agree upon, if that was the reason. */
  @Nullable String disagreement() {
    return disagreement;
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey shown) {
    ByteArrayBuffer blob = new ByteArrayBuffer();
    blob.putRawPublicKey(shown);
    refusal = new HostTrust(server).refusal(blob.getCompactData(), Instant.now()).orElse(null);
    return refusal == null;
  }

  /**
   * The pinned types are asked for first, so that a server with many keys shows one of them; before
   * them certificates, where an authority is trusted.
   */
  private void prefer(Map<KexProposalOption, String> proposal) {
    List<String> offered = split(proposal.get(KexProposalOption.SERVERKEYS));
    Set<String> ordered = new LinkedHashSet<>();
    if (!server.access().authorities().isEmpty()) {
      offered.stream().filter(KeyUtils::isCertificateAlgorithm).forEach(ordered::add);
    }
    List<String> plain = offered.stream().filter(n -> !KeyUtils.isCertificateAlgorithm(n)).toList();
    server.hostKeys().stream()
        .map(HostKey::type)
        .flatMap(
            t -> t.equals("ssh-rsa") ? Stream.of("rsa-sha2-512", "rsa-sha2-256") : Stream.of(t))
        .filter(plain::contains)
        .forEach(ordered::add);
    ordered.addAll(plain);
    proposal.put(KexProposalOption.SERVERKEYS, String.join(",", ordered));
  }

  private void compare(
      Map<KexProposalOption, String> ours, Map<KexProposalOption, String> servers) {
    for (KexProposalOption option : KexProposalOption.VALUES) {
      List<String> wanted = split(ours.get(option));
      List<String> offered = split(servers.get(option));
      if (!wanted.isEmpty() && wanted.stream().noneMatch(offered::contains)) {
        disagreement = option.getDescription() + ": it offers only " + String.join(", ", offered);
        return;
      }
    }
  }

  private static List<String> split(@Nullable String names) {
    return names == null || names.isEmpty() ? List.of() : Arrays.asList(names.split(",", -1));
  }

  /** Leads the events of a client's sessions to the handshake of each. */
  static final class Listener implements SessionListener {
    @Override
    public void sessionCreated(Session session) {
      Handshake handshake = of(session);
      if (handshake != null && session instanceof ClientSession client) {
        client.setServerKeyVerifier(handshake);
      }
    }

    @Override
    public void sessionNegotiationOptionsCreated(
        Session session, Map<KexProposalOption, String> proposal) {
      Handshake handshake = of(session);
      if (handshake != null) {
        handshake.prefer(proposal);
      }
    }

    @Override
    public void sessionNegotiationEnd(
        Session session,
        Map<KexProposalOption, String> ours,
        Map<KexProposalOption, String> servers,
        Map<KexProposalOption, String> agreed,
        @Nullable Throwable reason) {
      Handshake handshake = of(session);
      if (handshake != null && reason != null) {
        handshake.compare(ours, servers);
      }
    }
  }
}
