package dev.holdfast.schemas.reboot;

import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityInterface;
import org.jspecify.annotations.Nullable;

/**
 * Reboots a server.
 *
 * <p>Failures are ApplicationFailures of a {@link dev.holdfast.schemas.failure.FailureType}.
 */
@ActivityInterface
public interface RebootActivities {

  /** Which boot the server is in. */
  Boot readBoot(BootRequest request);

  /**
   * Has the server reboot in a few seconds, at most once for a step, and not at all where it is in
   * another boot than the one that is to end. Null where that is certain; else what is known, and
   * another generation may try.
   */
  @Nullable String reboot(RebootRequest request);

  /**
   * Waits until the server is in another boot and lets us log in and become root; fails with
   * COMMAND_FAILED where it does not come back in time.
   */
  Boot awaitBoot(AwaitRequest request);

  /**
   * From one start of the server to the next.
   *
   * @param id of no other boot
   * @param kernel its release, as {@code uname -r} shows it
   */
  record Boot(String id, String kernel) {}

  record BootRequest(Step step) implements StepScoped {}

  /**
   * @param boot the id of the boot that is to end
   */
  record RebootRequest(Step step, String boot) implements StepScoped {}

  /**
   * @param boot the id of the boot that has ended
   * @param untilEpochMillis by when the server has to be back
   */
  record AwaitRequest(Step step, String boot, long untilEpochMillis) implements StepScoped {}
}
