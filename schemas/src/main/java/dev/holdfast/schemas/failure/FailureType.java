package dev.holdfast.schemas.failure;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The types of failure; each is the {@code type} of the Temporal ApplicationFailure that carries
 * it.
 */
public enum FailureType {
  /** The server did not answer, or the connection broke: tried again. */
  UNREACHABLE(true, Component.SSH),
  /** The server refuses connections for now (MaxStartups, MaxSessions): tried again, later. */
  THROTTLED(true, Component.SSH),
  /** The audit record of a command cannot be written, so nothing was run: tried again. */
  NOT_AUDITED(true, Component.AUDIT),
  /** A gate between waves does not hold yet: tried again. */
  GATE_CLOSED(true, Component.GATE),
  /** A database gives no leased credential for now: tried again. */
  NO_CREDENTIAL(true, Component.SECRETS),
  /** Credentials were refused. */
  AUTHENTICATION(false, Component.SSH),
  /** The server shows a host key that is not pinned. */
  HOST_KEY_MISMATCH(false, Component.SSH),
  /** There is no algorithm that both sides accept. */
  NO_COMMON_ALGORITHM(false, Component.SSH),
  /** The login user is neither root nor able to sudo without a password. */
  NO_SUDO(false, Component.SUDO),
  /** The server opens no SFTP: files go another way. */
  NO_SFTP(false, Component.SSH),
  /** The server connects us to no socket of its own: its programs are reached another way. */
  NO_SOCKET(false, Component.SSH),
  /** The journal on the server cannot be written: nothing is run. */
  NO_JOURNAL(false, Component.JOURNAL),
  /** The input cannot be right. */
  BAD_INPUT(false, Component.INPUT),
  /** The operation would lock its operators out, or breaks a policy. */
  REFUSED(false, Component.GUARD),
  /** A newer holder of the server's lease has taken over. */
  FENCED(false, Component.LEASE),
  /** The change was made, could not be proven, and was reverted. */
  REVERTED(false, Component.REVERT),
  /** A changing command ended with an error. */
  COMMAND_FAILED(false, Component.COMMAND),
  /** Nobody can know whether the command ran to its end: a person has to look. */
  INTERRUPTED(false, Component.JOURNAL),
  /** The operation as a whole did not succeed. */
  OPERATION_FAILED(false, Component.SERVERS),
  /** It did not succeed on one server; the details are the server's result. */
  SERVER_FAILED(false, Component.SERVERS),
  /**
   * It was cancelled. Nobody throws this and what follows, {@link #WORKER_LOST} aside: it is how
   * other failures are read.
   */
  CANCELLED(false, Component.TEMPORAL),
  /** Somebody has ended its workflow from outside of Holdfast. */
  TERMINATED(false, Component.TEMPORAL),
  /** It was not done within its time limit. */
  TIMED_OUT(true, Component.TEMPORAL),
  /** The worker that ran it was lost, or was stopped meanwhile. */
  WORKER_LOST(true, Component.WORKER),
  /** No worker took it up. */
  NO_WORKER(true, Component.WORKER),
  /** Something that nobody has foreseen. */
  UNEXPECTED(false, Component.HOLDFAST);

  private final boolean retryable;
  private final Component component;

  FailureType(boolean retryable, Component component) {
    this.retryable = retryable;
    this.component = component;
  }

  /** The word that people and clients see: lower case with hyphens. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The type of this word; one that this version does not know is {@link #UNEXPECTED}. */
  @JsonCreator
  public static FailureType of(String word) {
    FailureType type = find(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    return type == null ? UNEXPECTED : type;
  }

  /** The type of this name, as ApplicationFailures have it; null where there is none. */
  public static @Nullable FailureType find(@Nullable String name) {
    for (FailureType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** Where a failure of this type arises, unless it says something else. */
  public Component component() {
    return component;
  }

  /** Whether the same step may succeed when it is simply tried again. */
  public boolean retryable() {
    return retryable;
  }
}
