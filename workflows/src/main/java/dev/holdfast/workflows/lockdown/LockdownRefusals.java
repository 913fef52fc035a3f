package dev.holdfast.workflows.lockdown;

import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what would lock us out, as far as it can be known before it is tried. */
final class LockdownRefusals {
  private final LockdownInput.Sshd input;
  private final Facts.Sshd sshd;
  private final Server server;
  private final List<String> refusals = new ArrayList<>();

  private LockdownRefusals(LockdownInput.Sshd input, Facts.Sshd sshd, Server server) {
    this.input = input;
    this.sshd = sshd;
    this.server = server;
  }

  static List<String> of(LockdownInput.Sshd input, Facts.Sshd sshd, Server server) {
    LockdownRefusals found = new LockdownRefusals(input, sshd, server);
    found.user();
    found.keys();
    found.hostKeys();
    found.algorithms();
    found.ports();
    return List.copyOf(found.refusals);
  }

  /** Settings that stay different although every file is as it should be. */
  static List<String> overruled(Resource.Sshd desired, Facts.Sshd sshd) {
    boolean written =
        desired.files().stream()
            .allMatch(file ->
                sshd.files().stream()
                    .anyMatch(there ->
                        there.path().equals(file.path())
                            && there.content().equals(file.content())));
    return !written
        ? List.of()
        : desired.effective().entrySet().stream()
            .filter(setting -> !setting.getValue().equals(sshd.effective().get(setting.getKey())))
            .map(setting ->
                "sshd: %s is %s for %s although %s says %s; look for a Match block or a command"
                        .formatted(
                            setting.getKey(),
                            sshd.effective().get(setting.getKey()),
                            desired.loginUser(),
                            SshdFiles.DROP_IN,
                            setting.getValue())
                    + " line option that sets it, and remove it")
            .toList();
  }

  private void user() {
    List<String> allowed = input.allowUsers();
    if (server.user().equals("root")) {
      refusals.add(
          "sshd: Holdfast logs in as root, and root may not log in afterwards; register the server"
              + " with another user who can sudo");
    } else if (!allowed.isEmpty() && !allowed.contains(server.user())) {
      refusals.add(
          "sshd.allowUsers: %s, the user that Holdfast logs in as, is not among them; add it"
              .formatted(server.user()));
    }
    List<String> methods = sshd.effective().getOrDefault("authenticationmethods", List.of("any"));
    boolean byKey =
        methods.stream()
            .flatMap(line -> List.of(line.split("\\s+")).stream())
            .anyMatch(method -> method.equals("any") || method.equals("publickey"));
    if (!byKey) {
      refusals.add(
          "sshd: AuthenticationMethods asks for %s, which is not possible without passwords"
              .formatted(String.join(" ", methods)));
    }
  }

  private void keys() {
    List<Facts.PublicKey> keys = sshd.loginKeys();
    if (keys == null) {
      return;
    }
    boolean sizeMatters = sshd.effective().containsKey("requiredrsasize");
    boolean accepted =
        keys.stream()
            .anyMatch(key ->
                !key.type().startsWith("DSA")
                    && (!key.type().startsWith("RSA")
                        || !sizeMatters
                        || key.bits() >= SshdAlgorithms.LEAST_RSA_BITS));
    if (!accepted) {
      refusals.add(
          "sshd: %s, the user that Holdfast logs in as, has no authorized key that will be accepted"
                  .formatted(server.user())
              + " (Ed25519, ECDSA, or RSA with at least %d bits)"
                  .formatted(SshdAlgorithms.LEAST_RSA_BITS));
    }
  }

  private void hostKeys() {
    Set<String> kept =
        HostKeys.kept(sshd).stream().map(Facts.HostKeyFile::type).collect(Collectors.toSet());
    if (kept.isEmpty()) {
      refusals.add(
          "sshd: the server has neither an Ed25519 host key nor an RSA one with at least %d bits; make"
                  .formatted(SshdAlgorithms.LEAST_RSA_BITS)
              + " one with 'ssh-keygen -A' and trust it");
    } else if (server.access().authorities().isEmpty()
        && server.hostKeys().stream().map(HostKey::type).noneMatch(kept::contains)) {
      refusals.add(
          "sshd: none of the pinned host keys would be shown any more, only %s; trust one of these"
                  .formatted(String.join(", ", kept.stream().sorted().toList()))
              + " first: holdfast server trust "
              + server.name());
    }
  }

  private void algorithms() {
    SshdAlgorithms chosen = SshdAlgorithms.of(sshd);
    common("key exchange", "kex", chosen.keyExchange());
    common("cipher", "cipher", chosen.ciphers());
    common("host key algorithm", "key-sig", chosen.hostKeys());
    boolean authenticatedCipher =
        chosen.ciphers().stream()
            .anyMatch(cipher -> cipher.contains("-gcm") && offered("cipher").contains(cipher));
    if (!authenticatedCipher) {
      common("MAC", "mac", chosen.macs());
    }
  }

  private void common(String what, String kind, List<String> chosen) {
    if (chosen.isEmpty()) {
      refusals.add("sshd: the server's OpenSSH is too old: it has no modern " + what);
    } else if (Collections.disjoint(chosen, offered(kind))) {
      refusals.add("sshd: Holdfast itself would have no %s in common with it".formatted(what));
    }
  }

  private List<String> offered(String kind) {
    return sshd.client().getOrDefault(kind, List.of());
  }

  private void ports() {
    if (input.ports().isEmpty()) {
      return;
    }
    if (sshd.socketActivated()) {
      refusals.add(
          "sshd.ports: ssh.socket listens for sshd; set ListenStream there or disable it, and leave"
              + " ports out");
    }
    for (String file : SshdFiles.ownPorts(sshd)) {
      refusals.add(
          "sshd.ports: a ListenAddress in %s names its own port; remove the port there"
              .formatted(file));
    }
  }
}
