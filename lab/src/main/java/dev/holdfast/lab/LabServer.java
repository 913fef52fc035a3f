package dev.holdfast.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A server of the lab: how to reach it and which host keys it has, read over a trusted path.
 *
 * @param container the container's name
 * @param state the container's state in the engine's words: {@code running}, {@code paused}, {@code
 *     exited}, …
 * @param hostKeys none if the server was never started
 * @param keyFile the private key in OpenSSH's format that logs in as {@code user}
 */
public record LabServer(
    String name,
    String address,
    int port,
    String user,
    String container,
    String state,
    List<LabHostKey> hostKeys,
    Path keyFile) {

  /** Where every lab server's SSH is published. */
  public static final String ADDRESS = "127.0.0.1";

  public LabServer {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(state, "state");
    hostKeys = List.copyOf(hostKeys);
    Objects.requireNonNull(keyFile, "keyFile");
  }

  /** The same server by another name: a platform may know others by those that all labs use. */
  public LabServer renamed(String other) {
    return new LabServer(other, address, port, user, container, state, hostKeys, keyFile);
  }

  /** The Ed25519 host key. */
  public LabHostKey hostKey() {
    return hostKeys.stream()
        .filter(key -> key.type().equals("ssh-ed25519"))
        .findFirst()
        .orElseThrow(() -> new LabException(name + " has no Ed25519 host key; is it up?"));
  }

  /** The Ed25519 host key's fingerprint, {@code SHA256:…}. */
  public String hostKeyFingerprint() {
    return hostKey().fingerprint();
  }

  /** The Ed25519 host key as OpenSSH writes it: {@code ssh-ed25519 AAAA…}. */
  public String publicKey() {
    return hostKey().publicKey();
  }

  /** One line of a {@code known_hosts} file for each host key, each ended by a line break. */
  public String knownHosts() {
    return hostKeys.stream()
        .map(key -> "[%s]:%d %s\n".formatted(address, port, key.publicKey()))
        .collect(Collectors.joining());
  }
}
