package dev.holdfast.schemas.failure;

/**
 * The types of failure; each is the {@code type} of the Temporal ApplicationFailure that carries
 * it.
 */
public enum FailureType {
  /** The server did not answer, or the connection broke: tried again. */
  UNREACHABLE(true),
  /** The server refuses connections for now (MaxStartups, MaxSessions): tried again, later. */
  THROTTLED(true),
  /** The audit record of a command cannot be written, so nothing was run: tried again. */
  NOT_AUDITED(true),
  /** A gate between waves does not hold yet: tried again. */
  GATE_CLOSED(true),
  /** Credentials were refused. */
  AUTHENTICATION(false),
  /** The server shows a host key that is not pinned. */
  HOST_KEY_MISMATCH(false),
  /** There is no algorithm that both sides accept. */
  NO_COMMON_ALGORITHM(false),
  /** The login user is neither root nor able to sudo without a password. */
  NO_SUDO(false),
  /** The server opens no SFTP: files go another way. */
  NO_SFTP(false),
  /** The server connects us to no socket of its own: its programs are reached another way. */
  NO_SOCKET(false),
  /** The journal on the server cannot be written: nothing is run. */
  NO_JOURNAL(false),
  /** The input cannot be right. */
  BAD_INPUT(false),
  /** The operation would lock its operators out, or breaks a policy. */
  REFUSED(false),
  /** A newer holder of the server's lease has taken over. */
  FENCED(false),
  /** The change was made, could not be proven, and was reverted. */
  REVERTED(false),
  /** A changing command ended with an error. */
  COMMAND_FAILED(false),
  /** Nobody can know whether the command ran to its end: a person has to look. */
  INTERRUPTED(false),
  /** The operation as a whole did not succeed. */
  OPERATION_FAILED(false),
  /** It did not succeed on one server; the details are the server's result. */
  SERVER_FAILED(false);

  private final boolean retryable;

  FailureType(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same step may succeed when it is simply tried again. */
  public boolean retryable() {
    return retryable;
  }
}
