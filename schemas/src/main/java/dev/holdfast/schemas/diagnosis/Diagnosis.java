package dev.holdfast.schemas.diagnosis;

import java.time.Instant;
import java.util.List;

/**
 * What is right and wrong with a server, as seen from a worker.
 *
 * @param at when it was begun
 * @param findings one for each check, in the order in which things depend on each other
 * @param durationMillis how long it took
 */
public record Diagnosis(String server, Instant at, List<Finding> findings, long durationMillis) {
  public Diagnosis {
    findings = List.copyOf(findings);
  }
}
