package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The states of an operation; those of a server within one are {@link ServerState}. */
public enum OperationState {
  QUEUED,
  PLANNING,
  AWAITING_APPROVAL,
  RUNNING,
  PAUSED,
  PARKED,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  UNDONE;

  /** The word that people and clients see: lower case with hyphens. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  public static OperationState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Whether nothing more will happen. */
  public boolean ended() {
    return switch (this) {
      case SUCCEEDED, FAILED, CANCELLED, UNDONE -> true;
      case QUEUED, PLANNING, AWAITING_APPROVAL, RUNNING, PAUSED, PARKED -> false;
    };
  }
}
