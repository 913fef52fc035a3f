package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;

/** Why a program of ours ended on a server without the answer that it always gives. */
public final class NoAnswer {
  private static final int SIGNALLED = 128;
  private static final int SIGNALS = 31;

  private NoAnswer() {}

  /**
   * The failure to throw: UNREACHABLE where the program was killed, which says nothing of whether
   * it had begun; else COMMAND_FAILED, because it never ran.
   *
   * @param said what came instead, both streams
   */
  public static SshException of(Server server, int exitCode, String said) {
    return isSignal(exitCode)
        ? new SshException(
            FailureType.UNREACHABLE,
            "%s: a program of ours was killed there (signal %d) before it answered"
                .formatted(server.name(), exitCode - SIGNALLED),
            null)
        : new SshException(
            FailureType.COMMAND_FAILED,
            "%s: the login shell of %s does not run commands (exit code %d): %s"
                .formatted(server.name(), server.user(), exitCode, OneLine.of(said)),
            null);
  }

  /** Whether an exit code is that of a program which a signal ended. */
  public static boolean isSignal(int exitCode) {
    return exitCode > SIGNALLED && exitCode <= SIGNALLED + SIGNALS;
  }
}
