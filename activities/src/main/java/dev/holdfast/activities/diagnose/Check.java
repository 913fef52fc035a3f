package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** One question about a server. */
interface Check {

  /** {@code AREA/NAME}, the {@link Finding#check} of its answer. */
  String name();

  /** The checks without whose success this one cannot be made. */
  default Set<String> needs() {
    return Set.of();
  }

  /** After this time it is given up. */
  default Duration limit() {
    return Duration.ofSeconds(5);
  }

  /**
   * Answers it; what else it learns it leaves as evidence for the checks that follow.
   *
   * @throws IOException if something fails that it has no better words for
   */
  Finding make(Evidence evidence) throws IOException;
}
