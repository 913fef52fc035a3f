package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The states of a server within an operation, and which may follow which. */
public enum ServerState {
  QUEUED,
  PLANNING,
  AWAITING_APPROVAL,
  RUNNING,
  /** It is left for later: its window has closed, or it is down. */
  PARKED,
  SUCCEEDED,
  /** It was in its desired state already. */
  UNCHANGED,
  FAILED,
  /** Nobody can know whether a command ran to its end. */
  INTERRUPTED,
  /** It did not answer for as long as it was waited for. */
  UNREACHABLE,
  SKIPPED,
  CANCELLED,
  /** What was done was undone again. */
  UNDONE;

  /** What work that was under way, or had not begun, may turn out to have come to. */
  private static final Set<ServerState> OUTCOMES =
      EnumSet.of(SUCCEEDED, UNCHANGED, FAILED, INTERRUPTED, UNREACHABLE, CANCELLED);

  /** The word that people and clients see: lower case with hyphens. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException if there is no such state
   */
  @JsonCreator
  public static ServerState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** What a server is in that had not ended when its operation was ended from outside. */
  public static ServerState endedWith(OperationState operation) {
    return switch (operation) {
      case CANCELLED -> CANCELLED;
      case SUCCEEDED -> SUCCEEDED;
      case FAILED -> FAILED;
      case UNDONE -> UNDONE;
      case QUEUED, PLANNING, AWAITING_APPROVAL, RUNNING, PAUSED, PARKED ->
          throw new IllegalArgumentException(operation.word() + " is not the end of an operation");
    };
  }

  /** Whether nothing more will happen by itself. */
  public boolean ended() {
    return switch (this) {
      case SUCCEEDED, UNCHANGED, FAILED, INTERRUPTED, UNREACHABLE, SKIPPED, CANCELLED, UNDONE ->
          true;
      case QUEUED, PLANNING, AWAITING_APPROVAL, RUNNING, PARKED -> false;
    };
  }

  /** Whether the server is as the operation wants it. */
  public boolean done() {
    return this == SUCCEEDED || this == UNCHANGED;
  }

  /** Whether the operation has failed here, in whatever way. */
  public boolean bad() {
    return this == FAILED || this == INTERRUPTED || this == UNREACHABLE;
  }

  /** Whether people may have it tried once more: a new attempt begins, and is queued. */
  public boolean mayBeRetried() {
    return bad();
  }

  /** Whether people may leave it out. */
  public boolean mayBeSkipped() {
    return this == QUEUED || this == PARKED || bad();
  }

  /**
   * Whether a server in this state may be in that one next by what its work tells; any may stay
   * what it is. What people may do besides say {@link #mayBeRetried} and {@link #mayBeSkipped}.
   */
  public boolean mayBecome(ServerState next) {
    return next == this || next().contains(next);
  }

  private Set<ServerState> next() {
    return switch (this) {
      case QUEUED -> all(PLANNING, AWAITING_APPROVAL, RUNNING, PARKED, SKIPPED);
      case PLANNING -> all(QUEUED, AWAITING_APPROVAL, RUNNING, PARKED, SKIPPED);
      case AWAITING_APPROVAL -> all(QUEUED, RUNNING, PARKED, SKIPPED);
      case RUNNING -> all(AWAITING_APPROVAL, PARKED);
      case PARKED -> all(QUEUED, PLANNING, RUNNING, SKIPPED);
      // Ended with its operation from outside: what its own workflow reports later is the truth.
      case FAILED, CANCELLED -> OUTCOMES;
      case SUCCEEDED -> EnumSet.of(UNDONE);
      case UNCHANGED, INTERRUPTED, UNREACHABLE, SKIPPED, UNDONE ->
          EnumSet.noneOf(ServerState.class);
    };
  }

  /** The states in which work goes on, and every outcome. */
  private static Set<ServerState> all(ServerState... onward) {
    EnumSet<ServerState> next = EnumSet.copyOf(OUTCOMES);
    next.addAll(Set.of(onward));
    return next;
  }
}
