package dev.holdfast.activities.transfer;

/** The server does not offer this kind of channel; no byte was moved. */
final class NotOffered extends Exception {
  private static final long serialVersionUID = 1;

  NotOffered(String message) {
    super(message);
  }
}
