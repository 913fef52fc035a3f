package dev.holdfast.activities.ssh;

/** The command has surely not been started, so that it may be tried on another connection. */
public final class NotStarted extends Exception {
  private static final long serialVersionUID = 1;
  private final transient SshException failure;

  public NotStarted(SshException failure) {
    super(failure);
    this.failure = failure;
  }

  public SshException failure() {
    return failure;
  }
}
