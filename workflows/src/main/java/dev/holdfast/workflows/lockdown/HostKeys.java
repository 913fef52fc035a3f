package dev.holdfast.workflows.lockdown;

import dev.holdfast.schemas.change.Facts;
import java.util.Comparator;
import java.util.List;

/** Which host keys a server goes on showing: Ed25519, and RSA that is long enough. */
final class HostKeys {
  private HostKeys() {}

  static List<Facts.HostKeyFile> kept(Facts.Sshd sshd) {
    return sshd.hostKeys().stream()
        .filter(key ->
            key.type().equals("ssh-ed25519")
                || (key.type().equals("ssh-rsa") && key.bits() >= SshdAlgorithms.LEAST_RSA_BITS))
        .sorted(
            Comparator.comparing(Facts.HostKeyFile::type).thenComparing(Facts.HostKeyFile::path))
        .toList();
  }
}
