package dev.holdfast.api.notify;

import dev.holdfast.platform.notify.Deliveries.Failure;

/** A message was not accepted; its text says why, and holds no secret. */
final class SendFailure extends Exception {
  private final Failure failure;

  SendFailure(Failure failure, String message) {
    super(message);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
