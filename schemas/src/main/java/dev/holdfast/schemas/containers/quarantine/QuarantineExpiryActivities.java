package dev.holdfast.schemas.containers.quarantine;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** What the API does when a quarantine expires: it knows who may start what. */
@ActivityInterface
public interface QuarantineExpiryActivities {

  /** Starts the release of a container, once for each attempt. */
  @ActivityMethod(name = "StartExpiryRelease")
  Started start(Expired expired);

  /** Waits until the release has ended; null where it succeeded, else why it did not. */
  @ActivityMethod(name = "AwaitExpiryRelease")
  @Nullable String await(String operation);

  /** Starts the operation that asks people whether a container is released, once for each. */
  @ActivityMethod(name = "AskAtExpiry")
  Started ask(Expired expired);

  /** Cancels that operation where nobody has decided yet; another state of it stays. */
  @ActivityMethod(name = "WithdrawExpiryQuestion")
  void withdraw(String operation);

  /** Tells people that a container stays isolated, once for each quarantine. */
  @ActivityMethod(name = "TellExpiredQuarantine")
  void tell(Expired expired, String why);

  /**
   * @param quarantine the operation that has isolated the container
   * @param attempt from 1
   */
  record Expired(String quarantine, String server, String container, int attempt) {}

  /**
   * @param operation null if none was started
   * @param error why none was started
   */
  record Started(@Nullable String operation, @Nullable String error) {}
}
