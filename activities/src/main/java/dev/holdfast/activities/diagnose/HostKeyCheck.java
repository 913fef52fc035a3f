package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.BeforeLogin;
import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the server owns the host keys that are pinned. */
final class HostKeyCheck implements Check {
  static final String NAME = "ssh/host-key";
  private static final Set<String> RSA = Set.of("rsa-sha2-512", "rsa-sha2-256");

  /** Whether it has shown a pinned key: only then the login user's name may be told to it. */
  record Recognised(boolean pinned) {}

  private final Server server;

  HostKeyCheck(Server server) {
    this.server = server;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(AlgorithmsCheck.NAME);
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(8);
  }

  @Override
  public Finding make(Evidence evidence) throws IOException {
    if (!evidence.get(AlgorithmsCheck.BySshj.class).able()) {
      evidence.add(new Recognised(false));
      return Finding.ok(NAME, "is left to the login, which another adapter makes");
    }
    List<HostKey> shown =
        shown(evidence.get(Door.class).socketAddress(), evidence.get(KexInit.class).hostKey());
    evidence.add(new Recognised(shown.stream().anyMatch(key -> contains(server.hostKeys(), key))));
    return finding(server, shown);
  }

  /** One connection for each kind of key; servers punish who comes and goes too often. */
  private static List<HostKey> shown(InetSocketAddress address, List<String> offered)
      throws IOException {
    Set<String> kinds = new HashSet<>();
    List<HostKey> shown = new ArrayList<>();
    for (String algorithm : OfferedAlgorithms.byKind().getOrDefault("key-sig", List.of())) {
      if (offered.contains(algorithm) && kinds.add(RSA.contains(algorithm) ? "rsa" : algorithm)) {
        shown.add(BeforeLogin.hostKey(address, algorithm));
      }
    }
    return shown;
  }

  static Finding finding(Server server, List<HostKey> shown) {
    List<HostKey> pinned = server.hostKeys();
    List<HostKey> known = shown.stream().filter(key -> contains(pinned, key)).toList();
    List<HostKey> changed =
        shown.stream()
            .filter(key -> !contains(pinned, key))
            .filter(key -> pinned.stream().anyMatch(p -> p.type().equals(key.type())))
            .toList();
    String detail = "shown:\n%s\npinned:\n%s".formatted(lines(shown), lines(pinned));
    String compare =
        "Compare the fingerprints with the server's own, read another way (on its console: ssh-keygen"
            + " -lf /etc/ssh/ssh_host_ed25519_key.pub). Only if they are the same: ./holdfast server"
            + " trust "
            + server.name();
    if (known.isEmpty() && !server.access().authorities().isEmpty()) {
      return Finding.ok(
              NAME, "owns no pinned key; at the login it has to show a certificate of an authority")
          .withDetail(detail);
    }
    if (pinned.isEmpty()) {
      return Finding.problem(NAME, "no host key is pinned, so no connection is made", compare)
          .withDetail(detail);
    }
    if (known.isEmpty()) {
      return Finding.problem(
              NAME,
              changed.isEmpty()
                  ? "the server shows only host keys of kinds that are not pinned"
                  : "the host key has changed: the server was made anew, or something stands between",
              compare)
          .withDetail(detail);
    }
    if (!changed.isEmpty()) {
      return Finding.warning(
              NAME, "some of the pinned host keys have changed, others are the same", compare)
          .withDetail(detail);
    }
    String first = known.getFirst().type() + " " + known.getFirst().fingerprint();
    return Finding.ok(
            NAME,
            known.size() == 1
                ? "it owns the pinned key " + first
                : "it owns %d of the pinned keys, %s the first".formatted(known.size(), first))
        .withDetail(known.size() == shown.size() ? "" : detail);
  }

  /** By fingerprint, because a key may be written with or without base64's padding. */
  static boolean contains(List<HostKey> keys, HostKey key) {
    return keys.stream().anyMatch(k -> k.fingerprint().equals(key.fingerprint()));
  }

  private static String lines(List<HostKey> keys) {
    return keys.isEmpty()
        ? "  none"
        : keys.stream()
            .map(key -> "  " + key.type() + " " + key.fingerprint())
            .collect(Collectors.joining("\n"));
  }
}
