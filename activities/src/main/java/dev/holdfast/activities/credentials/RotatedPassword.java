package dev.holdfast.activities.credentials;

import dev.holdfast.activities.journal.Journal.Listener;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.revert.CommitConfirmed;
import dev.holdfast.activities.revert.CommitConfirmed.Armed;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.server.CredentialRotations;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sets a new sudo password, commit-confirmed. Every step begins with the password that the server
 * takes: the one before it may have died on either side of the change. Thread-safe.
 */
final class RotatedPassword {
  private final Ssh ssh;
  private final CommitConfirmed commitConfirmed;
  private final Ledger ledger;
  private final StepLogs logs;
  private final CredentialRotations rotations;
  private final SudoPasswords passwords;

  RotatedPassword(
      Ssh ssh,
      CommitConfirmed commitConfirmed,
      Ledger ledger,
      StepLogs logs,
      CredentialRotations rotations,
      SudoPasswords passwords) {
    this.ssh = ssh;
    this.commitConfirmed = commitConfirmed;
    this.ledger = ledger;
    this.logs = logs;
    this.rotations = rotations;
    this.passwords = passwords;
  }

  ApplyOutcome apply(Server server, Step step, Plan.Group group, Listener listener) {
    passwords.settle(server);
    Change change = group.changes().getFirst();
    Armed armed =
        new Armed(
            step,
            List.of(),
            List.of(),
            List.of("account:" + server.user()),
            NewPassword.script(change.id(), server.user(), fresh(server, step)),
            Duration.ofSeconds(group.confirmWithinSeconds()));
    Outcome outcome = commitConfirmed.apply(server, armed, listener);
    ApplyOutcome applied =
        switch (outcome) {
          case Outcome.Finished(int code, var _, String tail) when code == 0 ->
              new ApplyOutcome(Result.APPLIED, code, Fragments.applied(logs.stdout(step)), tail);
          case Outcome.Finished(int code, var _, String tail) ->
              new ApplyOutcome(Result.FAILED, code, List.of(), tail);
          case Outcome.Interrupted(String reason) ->
              new ApplyOutcome(Result.INTERRUPTED, -1, List.of(), reason);
          case Outcome.Fenced(long seen) -> throw Failures.fenced(step, seen);
        };
    ledger.applied(
        step, group.changes().stream().filter(it -> applied.applied().contains(it.id())).toList());
    return applied;
  }

  /** By a new connection; from now on the new password is the stored one. */
  void prove(Server server, Step step) {
    String fresh = fresh(server, step);
    ssh.forget(server);
    if (!passwords.takes(server, fresh)) {
      throw new SshException(
          FailureType.NO_SUDO,
          "sudo on %s does not take the new password of %s".formatted(server.name(), server.user()),
          null);
    }
    passwords.use(server, fresh);
    ssh.prove(server, server.port());
  }

  ConfirmOutcome confirm(
      Server server, Step step, Step applied, Plan.Group group, Listener listener) {
    return decided(
        server, step, group, () -> commitConfirmed.confirm(server, step, applied, listener));
  }

  ConfirmOutcome revert(
      Server server, Step step, Step applied, Plan.Group group, Listener listener) {
    return decided(
        server, step, group, () -> commitConfirmed.revert(server, step, applied, listener));
  }

  private ConfirmOutcome decided(
      Server server, Step step, Plan.Group group, Supplier<ConfirmOutcome> decision) {
    ConfirmOutcome outcome = asked(server, decision);
    if (outcome == ConfirmOutcome.REVERTED) {
      passwords.settle(server);
      ledger.reverted(step, group.changes());
    }
    return outcome;
  }

  /** A server that reverts takes the old password again before it says that it has reverted. */
  private ConfirmOutcome asked(Server server, Supplier<ConfirmOutcome> decision) {
    passwords.settle(server);
    try {
      return decision.get();
    } catch (SshException e) {
      if (e.type() != FailureType.NO_SUDO) {
        throw e;
      }
      passwords.settle(server);
      return decision.get();
    }
  }

  private String fresh(Server server, Step step) {
    return rotations
        .newPassword(server.name(), step.operation())
        .orElseThrow(() ->
            new SshException(
                FailureType.REFUSED,
                "the new sudo password of %s is not kept any more".formatted(server.name()),
                null));
  }
}
