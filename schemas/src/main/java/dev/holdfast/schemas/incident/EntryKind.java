package dev.holdfast.schemas.incident;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an entry of an incident's timeline tells. */
public enum EntryKind {
  /** The incident was opened; the reference is its severity, the text its title. */
  OPENED,
  /** A signal came. */
  SIGNALLED,
  /** Somebody has written a note. */
  NOTED,
  /** The incident has an owner; the reference is their name, null for nobody. */
  ASSIGNED,
  /** The reference is the new severity, the text why. */
  SEVERITY_CHANGED,
  /** Something is to be done; the reference is the task's id. */
  TASK_ADDED,
  /** The task of the reference is done. */
  TASK_DONE,
  /** The reference says where evidence is, the text what it shows. */
  EVIDENCE_ADDED,
  /** The reference is an operation that was started for the incident. */
  OPERATION_STARTED,
  /** The reference is an operation that belongs to the incident and was started elsewhere. */
  OPERATION_LINKED,
  /** The incident has ended; the text says how. */
  CLOSED;

  /** The word that people and clients see: lower case with hyphens. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  public static EntryKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
