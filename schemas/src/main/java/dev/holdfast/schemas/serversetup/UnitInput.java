package dev.holdfast.schemas.serversetup;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit of systemd; what is null stays as it is.
 *
 * @param unitFile the content of {@code /etc/systemd/system/NAME}
 * @param dropIn the content of {@code /etc/systemd/system/NAME.d/holdfast.conf}
 * @param absent whether it is stopped and disabled, and both files are gone
 */
public record UnitInput(
    String name,
    @Nullable String unitFile,
    @Nullable String dropIn,
    @Nullable Boolean running,
    @Nullable Boolean enabled,
    boolean masked,
    boolean absent) {

  /** What is wrong with it, each as a sentence. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    boolean sets = unitFile != null || dropIn != null || running != null || enabled != null;
    if (absent && (sets || masked)) {
      problems.add("%s is to be absent; leave everything else out".formatted(name));
    }
    if (masked
        && (unitFile != null || Boolean.TRUE.equals(enabled) || Boolean.TRUE.equals(running))) {
      problems.add(
          "%s is to be masked, and a masked unit has no file, does not run and is not enabled"
              .formatted(name));
    }
    if (!absent && !masked && !sets) {
      problems.add(
          "%s says nothing of the unit; give it running, enabled, masked, unitFile, dropIn or absent"
              .formatted(name));
    }
    return problems;
  }
}
