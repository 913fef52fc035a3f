package dev.holdfast.activities.change;

import dev.holdfast.activities.hostkeys.HostKeyScripts;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.platform.server.HostKeyPins;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.HostKeysResource;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who a server is while its host keys change: the old keys and the new ones are trusted until it is
 * known which it has, and no others. Thread-safe.
 */
final class ChangedHostKeys {
  private static final Duration RELOAD = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration LOOK = Duration.ofSeconds(30);

  private final Ssh ssh;
  private final HostKeyPins pins;

  ChangedHostKeys(Ssh ssh, HostKeyPins pins) {
    this.ssh = ssh;
    this.pins = pins;
  }

  private record Pair(HostKeysResource before, HostKeysResource after) {}

  private static Optional<Pair> in(Plan.Group group) {
    return group.changes().stream()
        .filter(change -> change.desired() instanceof HostKeysResource)
        .map(change ->
            new Pair(
                (HostKeysResource) Objects.requireNonNull(change.before()),
                (HostKeysResource) Objects.requireNonNull(change.desired())))
        .findFirst();
  }

  /** Called before the server is told. */
  void expect(Server server, String operation, Plan.Group group) {
    in(group)
        .ifPresent(pair ->
            pins.expect(server.name(), operation, pair.before().shown(), pair.after().shown()));
  }

  /** The group is not in place, because the server has reverted it. */
  void reverted(Server server, Plan.Group group) {
    in(group).ifPresent(pair -> settle(server, pair.before().shown()));
  }

  void decided(Server server, Plan.Group group, ConfirmOutcome outcome) {
    in(group)
        .ifPresent(pair ->
            settle(
                server,
                outcome == ConfirmOutcome.CONFIRMED
                    ? pair.after().shown()
                    : pair.before().shown()));
  }

  /** Proves with a new connection that one can get in, and that it is the new key that is shown. */
  void prove(Server server, int port, Plan.Group group) {
    Optional<Pair> changed = in(group);
    if (changed.isEmpty()) {
      ssh.prove(server, port);
      return;
    }
    Server renewed = server.withHostKeys(changed.get().after().shown());
    long patience = System.nanoTime() + RELOAD.toNanos();
    while (true) {
      try {
        ssh.prove(renewed, port);
        return;
      } catch (SshException e) {
        if (e.type() != FailureType.HOST_KEY_MISMATCH) {
          throw e;
        }
        // The one that listens reads its keys a moment after it was told to.
        if (System.nanoTime() >= patience || !slept()) {
          throw new SshException(
              FailureType.HOST_KEY_MISMATCH,
              "%s does not show its new host keys to a new connection".formatted(server.name()),
              e);
        }
      }
    }
  }

  /** Finds out which keys the server has, where that is not known. */
  void settle(Server server) {
    if (!pins.isChanging(server.name())) {
      return;
    }
    String shown = ssh.exec(server, Command.rootScript(HostKeyScripts.show(), LOOK)).stdout();
    List<HostKey> inPlace =
        shown.lines().filter(it -> it.contains(" ")).map(HostKey::parse).toList();
    if (!inPlace.isEmpty()) {
      settle(server, inPlace);
    }
  }

  private void settle(Server server, List<HostKey> inPlace) {
    if (pins.settle(server.name(), inPlace)) {
      ssh.forget(server);
    }
  }

  private static boolean slept() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
