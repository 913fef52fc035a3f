package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A check of what the server has said about itself.
 *
 * @param reading empty where the server has said nothing about it
 */
record Reading(
    String name, Set<String> needs, Function<DiagnosticAnswers, Optional<Finding>> reading)
    implements Check {

  /** A reading of one row that any login user may have. */
  static Reading of(String name, String row, Function<String, Finding> reading) {
    return new Reading(name, Set.of(ShellCheck.NAME), answers -> answers.row(row).map(reading));
  }

  /** A reading of one row that only root may have. */
  static Reading ofRoot(String name, String row, Function<String, Finding> reading) {
    return new Reading(
        name, Set.of(ShellCheck.NAME, SudoCheck.NAME), answers -> answers.row(row).map(reading));
  }

  @Override
  public Finding make(Evidence evidence) {
    return reading
        .apply(evidence.get(DiagnosticAnswers.class))
        .orElseGet(() ->
            Finding.warning(
                name,
                "the server has not answered this in time",
                "Look for a hanging file system (NFS) or name service on the server"));
  }
}
