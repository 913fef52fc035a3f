package dev.holdfast.activities.credentials;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.platform.server.CredentialRotations;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out which of the sudo passwords that are kept a server takes. Each costs one attempt at
 * most; none is tried where there is only the stored one. Thread-safe.
 */
public final class SudoPasswords {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int OUTPUT = 4096;
  private static final int MOST_TRIES = 3;

  private final Ssh ssh;
  private final Credentials credentials;
  private final CredentialRotations rotations;

  public SudoPasswords(Ssh ssh, Credentials credentials, CredentialRotations rotations) {
    this.ssh = ssh;
    this.credentials = credentials;
    this.rotations = rotations;
  }

  /** Why the sudo password of a server cannot be rotated; empty where it can. */
  Optional<String> refusal(Server server) {
    String name = server.nameWithin();
    if (server.user().equals("root")) {
      return Optional.of(
          "sudo password: Holdfast logs in to %s as root and needs none".formatted(name));
    }
    if (credentials.sudoPassword(server).isEmpty()) {
      return Optional.of(
          "sudo password: none is stored for %s; store the one of now first: ./holdfast server set %s --sudo-password-file FILE"
              .formatted(name, name));
    }
    Command unasked = new Command("sudo -k -n -- true", "", false, LIMIT, OUTPUT);
    return ssh.exec(server, unasked).exitCode() != 0
        ? Optional.empty()
        : Optional.of(
            "sudo password: sudo asks %s on %s for none (NOPASSWD), so that a new one could not be proven"
                .formatted(server.user(), name));
  }

  /** Stores a password that the server has been seen to take. */
  void use(Server server, String password) {
    credentials
        .sudoPassword(server)
        .ifPresent(stored -> rotations.usePassword(server.name(), stored, password));
  }

  /** Whether a password is the stored one. */
  boolean isStored(Server server, Optional<String> password) {
    return password.isPresent() && password.equals(credentials.sudoPassword(server));
  }

  /** Whether sudo takes a password now, whatever it has taken before. */
  boolean takes(Server server, String password) {
    Command command =
        new Command("sudo -k -S -p '' -- true", password + "\n", false, LIMIT, OUTPUT);
    return ssh.exec(server, command).exitCode() == 0;
  }

  /**
   * Stores the password that the server takes, where a rotation left more than one that it may be.
   *
   * @throws SshException of type NO_SUDO if it takes none of them
   */
  void settle(Server server) {
    List<String> others = rotations.otherPasswords(server.name());
    Optional<String> stored = credentials.sudoPassword(server);
    if (others.isEmpty() || stored.isEmpty()) {
      return;
    }
    if (takes(server, stored.get())) {
      rotations.usePassword(server.name(), stored.get(), stored.get());
      return;
    }
    String taken =
        others.stream()
            .distinct()
            .filter(other -> !other.equals(stored.get()))
            .limit(MOST_TRIES)
            .filter(other -> takes(server, other))
            .findFirst()
            .orElseThrow(() ->
                new SshException(
                    FailureType.NO_SUDO,
                    "%s takes neither the stored sudo password of %s nor the one that it is rotated to; somebody has set another one. Give it: holdfast server set %s --sudo-password-file FILE"
                        .formatted(server.name(), server.user(), server.nameWithin()),
                    null));
    rotations.usePassword(server.name(), stored.get(), taken);
  }
}
