package dev.holdfast.activities.containers;

import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Mark;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the journal runs to isolate and to release containers. */
final class QuarantineScript {
  private static final String ISOLATE =
      Scripts.load(QuarantineScript.class, "client.sh", "quarantine.sh", "isolate.sh");
  private static final String RELEASE =
      Scripts.load(QuarantineScript.class, "client.sh", "quarantine.sh", "release.sh");

  private QuarantineScript() {}

  static String isolate(Mark mark, boolean freeze) {
    return "root=%s id=%s operation=%s freeze=%s\nabout=%s\n"
            .formatted(
                QuarantineMarks.ROOT,
                Quoting.quote(mark.id()),
                Quoting.quote(mark.operation()),
                freeze,
                Quoting.quote(QuarantineMarks.write(mark)))
        + ISOLATE;
  }

  /**
   * @param only the operation whose quarantine it has to be; null for whichever it is
   */
  static String release(String id, @Nullable String only) {
    return "root=%s id=%s only=%s\n"
            .formatted(
                QuarantineMarks.ROOT,
                Quoting.quote(id),
                Quoting.quote(Objects.requireNonNullElse(only, "")))
        + RELEASE;
  }
}
