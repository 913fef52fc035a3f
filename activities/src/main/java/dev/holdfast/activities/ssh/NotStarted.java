package dev.holdfast.activities.ssh;

/** The command has surely not been started, so that it may be tried on another connection. */
final class NotStarted extends Exception {
  private static final long serialVersionUID = 1;
  private final transient SshException failure;

  NotStarted(SshException failure) {
    super(failure);
    this.failure = failure;
  }

  SshException failure() {
    return failure;
  }
}
