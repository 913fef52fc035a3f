package dev.holdfast.activities.credentials;

import dev.holdfast.activities.hostkeys.HostKeyScripts;
import dev.holdfast.activities.hostkeys.HostKeysHandler;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.StoringListener;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.HostKeysResource;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The host keys that are made on a server, and forgotten there. Thread-safe. */
final class RotatedHostKeys {
  /** A long RSA key on a slow machine takes its time. */
  private static final Duration MAKING = Duration.ofMinutes(3);

  private static final Duration FORGETTING = Duration.ofSeconds(30);

  private final Ssh ssh;
  private final Journal journal;
  private final StepLogs logs;
  private final Ledger ledger;

  RotatedHostKeys(Ssh ssh, Journal journal, StepLogs logs, Ledger ledger) {
    this.ssh = ssh;
    this.journal = journal;
    this.logs = logs;
    this.ledger = ledger;
  }

  /** The planned keys with their public halves; made once, however often it is delivered. */
  HostKeysResource make(Server server, Step step, HostKeysResource planned) {
    Outcome outcome =
        journal.run(
            server,
            new Entry(step, HostKeyScripts.make(planned), MAKING),
            new StoringListener(logs, step));
    return switch (outcome) {
      case Outcome.Finished(int code, var _, var _) when code == 0 ->
          HostKeyScripts.made(planned, logs.stdout(step));
      case Outcome.Finished(int code, var _, String tail) ->
          throw failed(
              FailureType.COMMAND_FAILED, server, "exit code %d: %s".formatted(code, tail.strip()));
      case Outcome.Interrupted(String reason) ->
          throw failed(FailureType.INTERRUPTED, server, reason);
      case Outcome.Fenced(long seen) -> throw Failures.fenced(step, seen);
    };
  }

  /**
   * Forgets what was kept aside before this rotation, if it has replaced the keys.
   *
   * @return the fingerprints of the new ones; empty if they are not in use
   */
  Optional<String> end(Server server, String operation) {
    Optional<Change> replaced =
        ledger.changes(operation, server.name()).stream()
            .filter(change -> change.desired() instanceof HostKeysResource)
            .findFirst();
    replaced.ifPresent(change -> {
      HostKeysResource old = (HostKeysResource) Objects.requireNonNull(change.before());
      var _ = ssh.exec(server, Command.rootScript(HostKeyScripts.forget(old.shown()), FORGETTING));
    });
    return replaced.map(change -> HostKeysHandler.words((HostKeysResource) change.resource()));
  }

  private static SshException failed(FailureType type, Server server, String why) {
    return new SshException(
        type, "%s: the new host keys were not made: %s".formatted(server.name(), why), null);
  }
}
