package dev.holdfast.activities.ssh;

import dev.holdfast.platform.ssh.SshCertificate;
import dev.holdfast.platform.ssh.Wire;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Decides whether what a server shows is a key that we trust for it; whoever asks has already seen
 * that the server owns the key.
 *
 * <p>As OpenSSH does it: a revoked key or authority is refused whoever vouches for it; a host
 * certificate counts where its authority is trusted; a certificate that does not count is looked at
 * as the plain key in it, which counts where it is pinned. Stricter than OpenSSH, a certificate
 * without principals counts for no host.
 */
public final class HostTrust {
  private static final String COMPARE =
      "Compare it with the server's own, read another way (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub on its console); only if it is the same: holdfast server trust ";

  private final Server server;

  public HostTrust(Server server) {
    this.server = server;
  }

  /**
   * What is wrong with the key; empty if it is trusted.
   *
   * @param blob the public key or certificate as the server sent it
   * @return words that follow the server's name and say what to do
   */
  public Optional<String> refusal(byte[] blob, Instant now) {
    String encoded = Base64.getEncoder().encodeToString(blob);
    String type;
    try {
      type = new Wire(blob).text();
    } catch (IllegalArgumentException e) {
      return Optional.of("shows a host key that cannot be read: it " + e.getMessage());
    }
    try {
      return type.endsWith("-cert-v01@openssh.com")
          ? certified(SshCertificate.read(blob), now)
          : plain(new HostKey(type, encoded));
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "shows a host key or certificate that cannot be read: it "
              + printable(String.valueOf(e.getMessage())));
    }
  }

  private Optional<String> plain(HostKey key) {
    if (isRevoked(key)) {
      return Optional.of(revoked("the host key " + words(key)));
    }
    if (isPinned(key)) {
      return Optional.empty();
    }
    return Optional.of(
        "shows the host key %s, which is not trusted (%s). %s%s"
            .formatted(words(key), trusted(), COMPARE, server.name()));
  }

  private Optional<String> certified(SshCertificate certificate, Instant now) {
    if (isRevoked(certificate.key())) {
      return Optional.of(revoked("a host certificate for the key " + words(certificate.key())));
    }
    if (isRevoked(certificate.authority())) {
      return Optional.of(
          revoked("a host certificate of the authority " + words(certificate.authority())));
    }
    Optional<String> fault = fault(certificate, now);
    if (fault.isEmpty() || isPinned(certificate.key())) {
      return Optional.empty();
    }
    return Optional.of(
        "shows the host certificate '%s' for the key %s, signed by the authority %s, which is not trusted: %s (%s)"
            .formatted(
                printable(certificate.id()),
                words(certificate.key()),
                words(certificate.authority()),
                fault.get(),
                trusted()));
  }

  private Optional<String> fault(SshCertificate certificate, Instant now) {
    if (!server.access().authorities().stream()
        .anyMatch(a -> a.fingerprint().equals(certificate.authority().fingerprint()))) {
      return Optional.of(
          "this authority may not vouch for it. If it is yours: holdfast server set "
              + server.name()
              + " --ca FILE");
    }
    if (!certificate.signed()) {
      return Optional.of(
          "the signature is not the authority's, or made with SHA-1. Sign it again with rsa-sha2-512 or an Ed25519 key");
    }
    if (certificate.kind() != SshCertificate.Kind.HOST) {
      return Optional.of("it is for users. Sign one with ssh-keygen -h");
    }
    if (!certificate.validAt(now)) {
      return Optional.of(
          "it is %s, and now is %s. Sign a new one, or set the clock"
              .formatted(certificate.validity(), now.truncatedTo(ChronoUnit.SECONDS)));
    }
    if (certificate.principals().stream().noneMatch(this::isName)) {
      return Optional.of(
          "it is for %s and not for %s or %s. Sign one with ssh-keygen -h -n %s"
              .formatted(
                  certificate.principals().isEmpty()
                      ? "no host by name"
                      : printable(String.join(", ", certificate.principals())),
                  server.address(),
                  server.nameWithin(),
                  server.address()));
    }
    if (!certificate.criticalOptions().isEmpty()) {
      return Optional.of(
          "it has the critical option '%s', which means nothing for a host"
              .formatted(printable(certificate.criticalOptions().getFirst())));
    }
    return Optional.empty();
  }

  private boolean isPinned(HostKey key) {
    // By fingerprint, because a pinned key may be written with or without base64's padding.
    return server.hostKeys().stream().anyMatch(k -> k.fingerprint().equals(key.fingerprint()));
  }

  private boolean isRevoked(HostKey key) {
    return server.access().revoked().contains(key.fingerprint());
  }

  private boolean isName(String principal) {
    String pattern =
        Pattern.compile("[*?]|[^*?]+")
            .matcher(principal.toLowerCase(Locale.ROOT))
            .replaceAll(part ->
                Matcher.quoteReplacement(
                    switch (part.group()) {
                      case "*" -> ".*";
                      case "?" -> ".";
                      default -> Pattern.quote(part.group());
                    }));
    Pattern name = Pattern.compile(pattern, Pattern.DOTALL);
    return name.matcher(server.address().toLowerCase(Locale.ROOT)).matches()
        || name.matcher(server.nameWithin()).matches();
  }

  private String revoked(String what) {
    return "shows %s, which was revoked for it. Give the server a new host key, then: holdfast server trust %s; if the revocation was a mistake: holdfast server set %s --unrevoke FINGERPRINT"
        .formatted(what, server.name(), server.name());
  }

  private String trusted() {
    List<HostKey> authorities = server.access().authorities();
    String pinned =
        server.hostKeys().isEmpty() ? "none is pinned" : "pinned: " + list(server.hostKeys());
    return authorities.isEmpty() ? pinned : pinned + "; authorities: " + list(authorities);
  }

  private static String list(List<HostKey> keys) {
    return keys.stream().map(HostTrust::words).collect(Collectors.joining(", "));
  }

  private static String words(HostKey key) {
    return key.type() + " " + key.fingerprint();
  }

  /** What a stranger wrote, without what could move a terminal's cursor. */
  private static String printable(String text) {
    String clean = text.replaceAll("\\p{C}", "?");
    return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
  }
}
