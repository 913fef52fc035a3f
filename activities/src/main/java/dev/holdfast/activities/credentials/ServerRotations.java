package dev.holdfast.activities.credentials;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.revert.CommitConfirmed;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.activities.step.StoringListener;
import dev.holdfast.platform.audit.AuditedAction;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.server.CredentialRotations;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.GroupRequest;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.credentials.Credential;
import dev.holdfast.schemas.credentials.RotationActivities;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Rotates the credentials of servers over SSH. Thread-safe. */
public final class ServerRotations implements RotationActivities {
  private final StepServers servers;
  private final Ssh ssh;
  private final Journal journal;
  private final ChangeActivities changes;
  private final Plans plans;
  private final Ledger ledger;
  private final StepLogs logs;
  private final CredentialRotations rotations;
  private final CommandAudit audit;
  private final SudoPasswords passwords;
  private final RotatedKey key;
  private final RotatedPassword password;
  private final RotatedHostKeys hostKeys;
  private final Consumer<String> kept;

  /**
   * @param changes makes the changes to the authorized keys
   * @param kept is told the name of a server of which one more secret is kept
   */
  public ServerRotations(
      ServerLookup servers,
      Ssh ssh,
      Journal journal,
      CommitConfirmed commitConfirmed,
      ChangeActivities changes,
      Plans plans,
      Ledger ledger,
      StepLogs logs,
      Credentials credentials,
      CredentialRotations rotations,
      SudoPasswords passwords,
      CommandAudit audit,
      Consumer<String> kept) {
    this.servers = new StepServers(servers);
    this.ssh = ssh;
    this.journal = journal;
    this.changes = changes;
    this.plans = plans;
    this.ledger = ledger;
    this.logs = logs;
    this.rotations = rotations;
    this.audit = audit;
    this.passwords = passwords;
    this.key = new RotatedKey(servers, ssh, credentials, rotations);
    this.password = new RotatedPassword(ssh, commitConfirmed, ledger, logs, rotations, passwords);
    this.hostKeys = new RotatedHostKeys(ssh, journal, logs, ledger);
    this.kept = kept;
  }

  @Override
  public PlanSummary makeCredentials(MakeRequest request) {
    Step step = request.step();
    Server server = servers.of(step);
    Plan approved = stored(step, request.planHash());
    Plan made =
        Failures.translated(() -> {
          if (approved.groups().stream()
              .anyMatch(group -> group.key().equals(Credential.SUDO_PASSWORD.word()))) {
            String _ = rotations.newPassword(server.name(), step.operation(), NewPassword::make);
          }
          return RotationPlans.made(
              approved,
              () -> key.make(server, step.operation()),
              planned -> hostKeys.make(server, step, planned));
        });
    kept.accept(server.name());
    plans.store(step.operation(), made);
    return made.summary();
  }

  @Override
  public ApplyOutcome applyCredential(GroupRequest request) {
    Step step = request.step();
    Server server = servers.of(step);
    if (isPassword(request)) {
      Plan.Group group = group(request);
      return Failures.translated(
          () -> password.apply(server, step, group, new StoringListener(logs, step)));
    }
    if (isHostKeys(request)) {
      return changes.apply(request);
    }
    // The key that is in use is never the one that goes.
    boolean newInUse = Failures.translated(() -> key.inUse(server, step.operation()));
    if (newInUse != request.group().equals(WITHDRAW)) {
      throw Failures.of(
          FailureType.REFUSED,
          "%s is logged in to with another key than this step expects; nothing was changed"
              .formatted(server.name()));
    }
    return changes.apply(request);
  }

  @Override
  public void proveCredential(GroupRequest request) {
    if (isHostKeys(request)) {
      changes.prove(request);
      return;
    }
    Step step = request.step();
    Server server = servers.of(step);
    boolean _ =
        Failures.translated(() -> {
          if (isPassword(request)) {
            password.prove(server, step);
          } else if (request.group().equals(AUTHORIZE)) {
            key.proveNew(server, step.operation());
          } else {
            ssh.prove(server, server.port());
          }
          return true;
        });
  }

  @Override
  public ConfirmOutcome confirmCredential(GroupRequest request) {
    Step step = request.step();
    if (isPassword(request)) {
      Server server = servers.of(step);
      Plan.Group group = group(request);
      return Failures.translated(() ->
          password.confirm(server, step, applied(request), group, new StoringListener(logs, step)));
    }
    ConfirmOutcome outcome = changes.confirm(request);
    if (request.group().equals(TAKE_OFF) && outcome == ConfirmOutcome.CONFIRMED) {
      ledger.reverted(step, group(request).changes());
    }
    return outcome;
  }

  @Override
  public ConfirmOutcome revertCredential(GroupRequest request) {
    Step step = request.step();
    if (!isPassword(request)) {
      return changes.revert(request);
    }
    Server server = servers.of(step);
    Plan.Group group = group(request);
    return Failures.translated(() ->
        password.revert(server, step, applied(request), group, new StoringListener(logs, step)));
  }

  @Override
  public void useNewLoginKey(KeyRequest request) {
    Step step = request.step();
    Server server = servers.of(step);
    Failures.translated(() -> key.useNew(server, step.operation()))
        .ifPresent(old -> record(step, "replaced the login key " + old + " by a new one"));
    kept.accept(server.name());
  }

  @Override
  public boolean useOldLoginKey(KeyRequest request) {
    Step step = request.step();
    Server server = servers.of(step);
    boolean back = Failures.translated(() -> key.useOld(server, step.operation()));
    if (back) {
      record(step, "took the old login key back into use");
    }
    return back;
  }

  @Override
  public void endRotation(EndRequest request) {
    Step step = request.step();
    String operation = step.operation();
    Server server = servers.of(step);
    boolean _ =
        Failures.translated(() -> {
          List<String> rotated = new ArrayList<>();
          if (rotations.newPassword(server.name(), operation).isPresent()) {
            passwords.settle(server);
            // What nobody has confirmed is reverted now, and not behind our back.
            journal.close(server, operation, step.fencingToken());
            passwords.settle(server);
            if (passwords.isStored(server, rotations.newPassword(server.name(), operation))) {
              rotated.add(Credential.SUDO_PASSWORD.word());
              record(step, "replaced the sudo password by a new one");
            }
          }
          if (rotations.keepsKey(server.name(), operation) && key.inUse(server, operation)) {
            rotated.add(Credential.LOGIN_KEY.word());
          }
          hostKeys
              .end(server, operation)
              .ifPresent(fresh -> record(step, "replaced the host keys by " + fresh));
          rotations.end(server.name(), operation, rotated);
          ssh.forget(server);
          return true;
        });
  }

  private void record(Step step, String what) {
    audit.action(
        new AuditedAction(
            Instant.now(),
            CommandContext.current().organisation(),
            CommandContext.current().initiator(),
            "worker",
            step.server(),
            step.operation(),
            what,
            Outcome.SUCCEEDED));
  }

  private static boolean isPassword(GroupRequest request) {
    return request.group().equals(SUDO_PASSWORD);
  }

  private static boolean isHostKeys(GroupRequest request) {
    return request.group().equals(HOST_KEYS);
  }

  /** The step that made the change which this one confirms or reverts. */
  private static Step applied(GroupRequest request) {
    Step step = request.step();
    return new Step(
        step.operation(),
        step.server(),
        ChangeActivities.applyKey(request.group()),
        step.generation(),
        step.fencingToken(),
        step.summary());
  }

  private Plan.Group group(GroupRequest request) {
    return stored(request.step(), request.planHash()).group(request.group());
  }

  private Plan stored(Step step, String hash) {
    return plans
        .find(step.operation(), step.server(), hash)
        .orElseThrow(() ->
            Failures.of(
                FailureType.BAD_INPUT,
                "%s has no plan %s for %s".formatted(step.operation(), hash, step.server())));
  }
}
