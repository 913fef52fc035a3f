package dev.holdfast.workflows.lockdown;

import dev.holdfast.schemas.change.Facts;
import java.util.List;
import java.util.Set;

/**
 * The algorithms that sshd may use, best first, as far as the server's OpenSSH has them.
 *
 * <p>They are what ssh-audit's hardening guides (https://www.ssh-audit.com/hardening_guides.html,
 * Debian 12) keep, and within BSI TR-02102-4 and Mozilla's modern OpenSSH guidelines
 * (https://infosec.mozilla.org/guidelines/openssh). Left out of these on purpose: key exchange and
 * host keys over NIST curves, group exchange (so that the moduli do not matter), and
 * chacha20-poly1305, which is weak against Terrapin (CVE-2023-48795) where the other side lacks
 * strict key exchange. Keys of users may use NIST curves (BSI recommends them, FIDO tokens have
 * them), so that lockdown takes nobody's good key away.
 */
record SshdAlgorithms(
    List<String> keyExchange,
    List<String> ciphers,
    List<String> macs,
    List<String> hostKeys,
    List<String> userKeys,
    List<String> authorities,
    List<String> gssapiKeyExchange) {
  static final int LEAST_RSA_BITS = 3072;

  private static final List<String> KEY_EXCHANGE =
      List.of(
          "mlkem768x25519-sha256",
          "sntrup761x25519-sha512",
          "sntrup761x25519-sha512@openssh.com",
          "curve25519-sha256",
          "curve25519-sha256@libssh.org",
          "diffie-hellman-group18-sha512",
          "diffie-hellman-group16-sha512");
  private static final List<String> CIPHERS =
      List.of(
          "aes256-gcm@openssh.com",
          "aes128-gcm@openssh.com",
          "aes256-ctr",
          "aes192-ctr",
          "aes128-ctr");
  private static final List<String> MACS =
      List.of(
          "hmac-sha2-512-etm@openssh.com",
          "hmac-sha2-256-etm@openssh.com",
          "umac-128-etm@openssh.com");
  private static final List<String> ED25519 =
      List.of(
          "sk-ssh-ed25519-cert-v01@openssh.com",
          "ssh-ed25519-cert-v01@openssh.com",
          "sk-ssh-ed25519@openssh.com",
          "ssh-ed25519");
  private static final List<String> RSA =
      List.of(
          "rsa-sha2-512-cert-v01@openssh.com",
          "rsa-sha2-256-cert-v01@openssh.com",
          "rsa-sha2-512",
          "rsa-sha2-256");
  private static final List<String> NIST =
      List.of(
          "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "ecdsa-sha2-nistp384-cert-v01@openssh.com",
          "ecdsa-sha2-nistp521-cert-v01@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521");
  private static final List<String> GSSAPI =
      List.of("gss-curve25519-sha256-", "gss-group16-sha512-");

  /** The algorithms for a server with these facts. */
  static SshdAlgorithms of(Facts.Sshd sshd) {
    Set<String> signatures = supported(sshd, "key-sig");
    return new SshdAlgorithms(
        among(supported(sshd, "kex"), List.of(KEY_EXCHANGE)),
        among(supported(sshd, "cipher"), List.of(CIPHERS)),
        among(supported(sshd, "mac"), List.of(MACS)),
        among(signatures, List.of(ED25519, RSA)),
        among(signatures, List.of(ED25519, NIST, RSA)),
        among(signatures, List.of(without(ED25519), without(RSA))),
        among(
            Set.of(
                String.join(",", sshd.effective().getOrDefault("gssapikexalgorithms", List.of()))
                    .split(",")),
            List.of(GSSAPI)));
  }

  private static List<String> without(List<String> algorithms) {
    return algorithms.stream().filter(name -> !name.contains("-cert-")).toList();
  }

  private static Set<String> supported(Facts.Sshd sshd, String kind) {
    return Set.copyOf(sshd.supported().getOrDefault(kind, List.of()));
  }

  private static List<String> among(Set<String> supported, List<List<String>> wanted) {
    return wanted.stream().flatMap(List::stream).filter(supported::contains).toList();
  }
}
