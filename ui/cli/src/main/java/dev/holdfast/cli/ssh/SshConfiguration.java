package dev.holdfast.cli.ssh;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The files that make OpenSSH's client trust what the platform trusts, and nothing else. */
final class SshConfiguration {
  private final PrivateDirectory directory;

  SshConfiguration(PrivateDirectory directory) {
    this.directory = directory;
  }

  /** The name of the file with the public key that a server is logged in to with. */
  static String publicKeyFile(Target target, int key) {
    return target.name() + "-" + key + ".pub";
  }

  /** {@code known_hosts}: exactly the pinned keys, under the servers' names. */
  static String knownHosts(List<Target> route) {
    return route.stream()
        .flatMap(target ->
            target.hostKeys().stream().map(key -> target.name() + " " + key.line() + "\n"))
        .collect(Collectors.joining());
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
    line(text, "  HostName", target.address());
    line(text, "  Port", Integer.toString(target.port()));
    line(text, "  User", target.user());
    line(text, "  HostKeyAlias", target.name());
    if (!target.hostKeys().isEmpty()) {
      line(text, "  HostKeyAlgorithms", signatures(target.hostKeys()));
    }
    if (!target.loginKeys().isEmpty()) {
      line(text, "  PubkeyAcceptedAlgorithms", signatures(target.loginKeys()));
    }
    for (int key = 0; key < target.loginKeys().size(); key++) {
      line(text, "  IdentityFile", directory.file(publicKeyFile(target, key)).toString());
    }
    line(text, "  ProxyJump", target.jump().isEmpty() ? "none" : target.jump());
  }

  /** What keys of these types sign by; RSA not with SHA-1. */
  private static String signatures(List<PublicKey> keys) {
    Set<String> algorithms = new LinkedHashSet<>();
    for (PublicKey key : keys) {
      algorithms.addAll(
          key.type().equals("ssh-rsa")
              ? List.of("rsa-sha2-512", "rsa-sha2-256")
              : List.of(key.type()));
    }
    return String.join(",", algorithms);
  }

  private static void line(StringBuilder text, String keyword, String value) {
    text.append(keyword).append(' ').append(value).append('\n');
  }
}
