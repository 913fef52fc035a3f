package dev.holdfast.schemas.change;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the package manager knows of a package.
 *
 * @param status such as {@code installed} or {@code config-files}; empty where it was never here
 * @param version that is installed; null where none is
 * @param available the versions in the server's package lists, the newest first
 */
public record PackageFacts(
    String status, @Nullable String version, boolean held, List<String> available) {
  public PackageFacts {
    available = List.copyOf(available);
  }

  /** The status of one that was removed and has left its configuration. */
  public static final String CONFIGURATION = "config-files";

  /** The name under which {@link Run} is found. */
  public static final String RUN = "run";

  /**
   * What one run of the package manager would do, as itself says.
   *
   * @param error why it would not; null where it would
   * @param moves all that would come, go or change
   * @param held those of the moves that are on hold
   * @param needed those of the moves that would be removed though the server or its login needs
   *     them
   * @param interrupted packages that an interrupted run has left half-way
   */
  public record Run(
      @Nullable String error,
      List<PackagesResource.Move> moves,
      Set<String> held,
      Set<String> needed,
      List<String> interrupted) {
    public Run {
      moves = List.copyOf(moves);
      held = Set.copyOf(held);
      needed = Set.copyOf(needed);
      interrupted = List.copyOf(interrupted);
    }
  }
}
