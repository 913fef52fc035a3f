package dev.holdfast.schemas.credentials;

import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.GroupRequest;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityInterface;

/**
 * Rotates the credentials of one server.
 *
 * <p>Every method may be delivered again with the same step and has one effect then. Private keys
 * and passwords are made, kept and used in here, and are in no request and no result. Failures are
 * ApplicationFailures of a {@link dev.holdfast.schemas.failure.FailureType}.
 */
@ActivityInterface
public interface RotationActivities {

  /** The group that authorizes the new login key. */
  String AUTHORIZE = "authorize-login-key";

  /** The group that removes the old login key, once the new one is in use. */
  String WITHDRAW = "withdraw-login-key";

  /** The group that removes the new login key, where it could not replace the old one. */
  String TAKE_OFF = "take-off-login-key";

  /** The group that sets the new sudo password. */
  String SUDO_PASSWORD = "sudo-password";

  /** The group that puts the new host keys in place. */
  String HOST_KEYS = "host-keys";

  /**
   * Makes the new credentials and keeps them durably, before a server hears of them; delivered
   * again, it finds them. Returns the plan of the changes on the server, in the groups above.
   */
  PlanSummary makeCredentials(MakeRequest request);

  /** Makes the change of one group, commit-confirmed. */
  ApplyOutcome applyCredential(GroupRequest request);

  /** Proves with a new connection that the credential of the group works. */
  void proveCredential(GroupRequest request);

  /** Makes the change of the group final, unless the server has reverted it already. */
  ConfirmOutcome confirmCredential(GroupRequest request);

  /** Has the server revert the change of the group now. */
  ConfirmOutcome revertCredential(GroupRequest request);

  /** From now on the new login key is used; the old one is kept. */
  void useNewLoginKey(KeyRequest request);

  /**
   * From now on the old login key is used again, if a new connection proves that it works; false
   * where it does not, and the new one stays in use.
   */
  boolean useOldLoginKey(KeyRequest request);

  /**
   * Ends the rotation on the server: reverts what is not confirmed, sees to it that what the server
   * takes is what is kept, and forgets the other one.
   */
  void endRotation(EndRequest request);

  /**
   * @param planHash of the plan that was approved
   */
  record MakeRequest(Step step, String planHash) implements StepScoped {}

  record KeyRequest(Step step) implements StepScoped {}

  record EndRequest(Step step) implements StepScoped {}
}
