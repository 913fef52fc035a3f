package dev.holdfast.platform.profile;

import java.time.Instant;

/**
 * The kept input of an operation, in the version that counts.
 *
 * @param operation the operation's name in the catalogue
 * @param priority of several for labels of one server the highest counts; that of a server counts
 *     before them
 */
public record Profile(
    long id,
    String operation,
    ProfileTarget target,
    int version,
    int priority,
    ProfileBody body,
    String setBy,
    Instant setAt) {

  /** For people: {@code lockdown for env=prod}. */
  public String name() {
    return operation + " for " + target.text();
  }
}
