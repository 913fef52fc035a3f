package dev.holdfast.activities.revert;

import dev.holdfast.activities.journal.EntryKey;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Listener;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;

/** Commit-confirmed changes whose every part is an entry of the journal. */
public final class JournalledCommitConfirmed implements CommitConfirmed {
  /** A revert waits for the services that it reloads. */
  private static final Duration DECISION = Duration.ofMinutes(4);

  private static final int CONFIRMED = 0;
  private static final int REVERTED = 3;
  private static final int PENDING = 5;

  private final Journal journal;
  private final Ssh ssh;

  public JournalledCommitConfirmed(Journal journal, Ssh ssh) {
    this.journal = journal;
    this.ssh = ssh;
  }

  @Override
  public Outcome apply(Server server, Armed armed, Listener listener) {
    String script = RevertScript.apply(EntryKey.of(armed.step()), armed);
    // The window is the script's limit, too: the revert must not meet it still at work.
    return journal.run(server, new Entry(armed.step(), script, armed.window()), listener);
  }

  @Override
  public ConfirmOutcome confirm(Server server, Step confirm, Step applied, Listener listener) {
    EntryKey key = EntryKey.of(applied);
    return decide(server, new Entry(confirm, RevertScript.confirm(key), DECISION), key, listener);
  }

  @Override
  public ConfirmOutcome revert(Server server, Step revert, Step applied, Listener listener) {
    EntryKey key = EntryKey.of(applied);
    return decide(server, new Entry(revert, RevertScript.revert(key), DECISION), key, listener);
  }

  private ConfirmOutcome decide(Server server, Entry entry, EntryKey applied, Listener listener) {
    return switch (journal.run(server, entry, listener)) {
      case Outcome.Finished(int code, var _, String tail) ->
          decided(server, entry.step(), code, tail);
      // The markers on the server know better than the one who was to move them.
      case Outcome.Interrupted(String reason) -> {
        Command state = Command.rootScript(RevertScript.state(applied), Duration.ofSeconds(30));
        int code = ssh.exec(server, state).exitCode();
        if (code == PENDING) {
          throw failure(FailureType.INTERRUPTED, server, entry.step(), reason);
        }
        yield decided(server, entry.step(), code, reason);
      }
      case Outcome.Fenced(long seen) ->
          throw failure(
              FailureType.FENCED,
              server,
              entry.step(),
              Failures.tooLate(seen, entry.step().fencingToken()));
    };
  }

  private static ConfirmOutcome decided(Server server, Step step, int code, String tail) {
    return switch (code) {
      case CONFIRMED -> ConfirmOutcome.CONFIRMED;
      case REVERTED -> ConfirmOutcome.REVERTED;
      default ->
          throw failure(
              FailureType.COMMAND_FAILED, server, step, "exit code " + code + ": " + tail.strip());
    };
  }

  private static SshException failure(FailureType type, Server server, Step step, String why) {
    return new SshException(
        type, "%s: '%s': %s".formatted(server.name(), step.summary(), why), null);
  }
}
