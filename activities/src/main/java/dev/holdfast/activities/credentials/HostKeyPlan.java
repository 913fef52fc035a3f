package dev.holdfast.activities.credentials;

import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.hostkeys.HostKeysHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.HostKeyFacts;
import dev.holdfast.schemas.change.HostKeysResource;
import dev.holdfast.schemas.change.HostKeysResource.Installed;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which host keys of a server would be replaced, or why they cannot be. */
final class HostKeyPlan {
  private final FactsReader facts;

  HostKeyPlan(FactsReader facts) {
    this.facts = facts;
  }

  /**
   * @param change null where it is refused
   * @param refusal null where it is not
   */
  record Planned(@Nullable Change change, @Nullable String refusal) {}

  Planned plan(Server server) {
    Facts found =
        facts.read(
            server, FactsQuery.ofSshd().and(FactsQuery.of("host-keys", List.of(HostKeyFacts.ALL))));
    HostKeyFacts keys = found.kinds().find(HostKeyFacts.class, HostKeyFacts.ALL);
    Facts.Sshd sshd = found.sshd();
    Optional<String> refusal =
        keys == null || sshd == null
            ? Optional.of("sshd is not installed")
            : refusal(server, keys, sshd);
    if (refusal.isPresent()) {
      return new Planned(null, "host keys: " + refusal.get());
    }
    String unit = Objects.requireNonNull(Objects.requireNonNull(sshd).unit());
    HostKeysResource before =
        new HostKeysResource(
            Objects.requireNonNull(keys).files().stream().map(HostKeyPlan::installed).toList(),
            unit);
    HostKeysResource desired =
        new HostKeysResource(
            before.keys().stream()
                .map(key -> new Installed(key.path(), key.type(), key.bits(), null))
                .toList(),
            unit);
    return new Planned(HostKeysHandler.change(before, desired), null);
  }

  private static Installed installed(HostKeyFacts.File file) {
    HostKey key = Objects.requireNonNull(file.key());
    return new Installed(file.path(), key.type(), file.bits(), key);
  }

  private static Optional<String> refusal(Server server, HostKeyFacts keys, Facts.Sshd sshd) {
    String name = server.nameWithin();
    if (sshd.error() != null) {
      return Optional.of("the configuration of sshd cannot be read: " + sshd.error());
    }
    if (sshd.unit() == null) {
      return Optional.of("no unit of systemd runs sshd, so that it cannot be reloaded");
    }
    if (sshd.effective().getOrDefault("hostcertificate", List.of()).stream()
        .anyMatch(path -> !path.equals("none"))) {
      return Optional.of(
          "sshd on %s shows a certificate for its host key (HostCertificate), which no new key would have; make the key and sign it by hand"
              .formatted(name));
    }
    if (sshd.effective().getOrDefault("hostkeyagent", List.of("none")).stream()
        .anyMatch(agent -> !agent.equals("none"))) {
      return Optional.of(
          "the host keys of %s are in an agent (HostKeyAgent); rotate them there".formatted(name));
    }
    if (keys.files().isEmpty()) {
      return Optional.of("sshd on %s has none in a file".formatted(name));
    }
    for (HostKeyFacts.File file : keys.files()) {
      HostKey key = file.key();
      if (!file.obstacle().isEmpty()) {
        return Optional.of(file.path() + " " + file.obstacle() + "; replace it by a file of root");
      }
      if (key == null) {
        return Optional.of(file.path() + " cannot be read without a passphrase");
      }
      if (!key.type().matches("ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)")) {
        return Optional.of(
            "%s is of the type %s, of which no new one can be made; remove it from sshd_config and the disk first"
                .formatted(file.path(), key.type()));
      }
    }
    return keys.files().stream().noneMatch(file -> server.hostKeys().contains(file.key()))
        ? Optional.of(
            "none of those on %s is pinned, so that nobody has vouched for them; trust them first: ./holdfast server trust %s"
                .formatted(name, name))
        : Optional.empty();
  }
}
