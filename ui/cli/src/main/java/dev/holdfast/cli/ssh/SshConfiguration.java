package dev.holdfast.cli.ssh;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files that make OpenSSH's client trust what the platform trusts, and nothing else. */
final class SshConfiguration {
  private static final List<String> CERTIFICATES =
      List.of(
          "ssh-ed25519-cert-v01@openssh.com",
          "ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "ecdsa-sha2-nistp384-cert-v01@openssh.com",
          "ecdsa-sha2-nistp521-cert-v01@openssh.com",
          "rsa-sha2-512-cert-v01@openssh.com",
          "rsa-sha2-256-cert-v01@openssh.com");

  private final PrivateDirectory directory;

  SshConfiguration(PrivateDirectory directory) {
    this.directory = directory;
  }

  /** The name of the file with the public key that a server is logged in to with. */
  static String publicKeyFile(Target target, int key) {
    return target.name() + "-" + key + ".pub";
  }

  /** The name of the file with the certificate of a login key. */
  static String certificateFile(Target target, int certificate) {
    return target.name() + "-" + certificate + "-cert.pub";
  }

  /** The name of the file with the host keys of a server that count no more. */
  static String revokedFile(Target target) {
    return target.name() + ".revoked";
  }

  /** {@code known_hosts}: exactly the pinned keys and the authorities of the servers. */
  static String knownHosts(List<Target> route) {
    StringBuilder text = new StringBuilder();
    for (Target target : route) {
      String host = target.hostName() + " ";
      target.hostKeys().forEach(key -> text.append(host).append(key.line()).append('\n'));
      target
          .authorities()
          .forEach(
              key -> text.append("@cert-authority ").append(host).append(key.line()).append('\n'));
    }
    return text.toString();
  }

  /**
   * {@code ssh_config}, to be given with {@code -F}: neither the user's nor the system's is read.
   */
  String text(List<Target> route) {
    // First, or an older ssh does not go past what it does not know.
    StringBuilder text = new StringBuilder("IgnoreUnknown PubkeyAcceptedAlgorithms\n");
    route.forEach(target -> append(text, target));
    // Removing by pattern is understood by every version; naming what is allowed would not be.
    return text.append(
            """
            Host *
              UserKnownHostsFile %s
              GlobalKnownHostsFile /dev/null
              StrictHostKeyChecking yes
              UpdateHostKeys no
              VerifyHostKeyDNS no
              CheckHostIP no
              IdentityAgent %s
              IdentitiesOnly yes
              BatchMode yes
              PreferredAuthentications publickey
              PubkeyAuthentication yes
              PasswordAuthentication no
              KbdInteractiveAuthentication no
              HostbasedAuthentication no
              GSSAPIAuthentication no
              KexAlgorithms -*sha1*
              Ciphers -*cbc*,arcfour*
              MACs -*sha1*,*md5*,*ripemd*,umac-64*
              ForwardAgent no
              ForwardX11 no
              PermitLocalCommand no
              ControlMaster no
              ControlPath none
              ConnectTimeout 10
              ServerAliveInterval 15
              ServerAliveCountMax 3
              SendEnv LANG LC_*
            """
                .formatted(directory.file("known_hosts"), directory.file("agent")))
        .toString();
  }

  private void append(StringBuilder text, Target target) {
    line(text, "Host", target.name());
    // What follows % would be a token to ssh: the zone of an address keeps its own.
    line(text, "  HostName", target.address().replace("%", "%%"));
    line(text, "  Port", Integer.toString(target.port()));
    line(text, "  User", target.user());
    Set<String> hostKeys = signatures(target.hostKeys());
    if (target.authorities().isEmpty()) {
      line(text, "  HostKeyAlias", target.name());
    } else {
      hostKeys = new LinkedHashSet<>(CERTIFICATES);
      hostKeys.addAll(signatures(target.hostKeys()));
    }
    list(text, "  HostKeyAlgorithms", hostKeys);
    Set<String> loginKeys = signatures(target.certificates());
    loginKeys.addAll(signatures(target.loginKeys()));
    list(text, "  PubkeyAcceptedAlgorithms", loginKeys);
    if (!target.revoked().isEmpty()) {
      line(text, "  RevokedHostKeys", directory.file(revokedFile(target)).toString());
    }
    for (int i = 0; i < target.certificates().size(); i++) {
      line(text, "  CertificateFile", directory.file(certificateFile(target, i)).toString());
    }
    for (int key = 0; key < target.loginKeys().size(); key++) {
      line(text, "  IdentityFile", directory.file(publicKeyFile(target, key)).toString());
    }
    line(text, "  ProxyJump", target.jump().isEmpty() ? "none" : target.jump());
  }

  /** What keys and certificates of these types sign by; RSA not with SHA-1. */
  private static Set<String> signatures(List<PublicKey> keys) {
    Set<String> algorithms = new LinkedHashSet<>();
    for (PublicKey key : keys) {
      algorithms.addAll(
          key.type().startsWith("ssh-rsa")
              ? List.of(
                  key.type().replace("ssh-rsa", "rsa-sha2-512"),
                  key.type().replace("ssh-rsa", "rsa-sha2-256"))
              : List.of(key.type()));
    }
    return algorithms;
  }

  private static void list(StringBuilder text, String keyword, Set<String> values) {
    if (!values.isEmpty()) {
      line(text, keyword, String.join(",", values));
    }
  }

  private static void line(StringBuilder text, String keyword, String value) {
    text.append(keyword).append(' ').append(value).append('\n');
  }
}
