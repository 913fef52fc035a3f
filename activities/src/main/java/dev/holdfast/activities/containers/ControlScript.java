package dev.holdfast.activities.containers;

import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.Found;
import dev.holdfast.schemas.containers.control.ContainerControlInput;
import java.util.List;
import java.util.Objects;

/**
 * What the journal runs to start, stop, restart or remove containers. Each is meant by its id, so
 * that one which has taken its name meanwhile is left alone, and nothing is done to one that is so
 * already, or was started by somebody else since it was found. It does all that can be done, and
 * fails where something could not.
 */
final class ControlScript {
  private static final String CLIENT = Scripts.load(ControlScript.class, "client.sh");

  private ControlScript() {}

  static String of(ContainerControlInput input, List<Found> containers) {
    String flags = (input.force() ? "--force " : "") + (input.volumes() ? "--volumes" : "");
    StringBuilder script =
        new StringBuilder(
            """
            %sfailed=0
            # A quarantine may have begun since it was found.
            free() {
              [ ! -e "%s/$1" ] || { echo "$1 is in quarantine; release it first" >&2; return 1; }
            }
            # Each has its own way to write a time, but in JSON.
            started_at() {
              engine inspect --type container -f '{{json .State.StartedAt}}' "$1" 2>/dev/null | tr -d '"'
            }
            as_found() { [ "$(started_at "$1")" = "$2" ]; }
            start() { if as_found "$1" "$2"; then engine start "$1" >/dev/null; fi; }
            stop() { if as_found "$1" "$2"; then engine stop -t %d "$1" >/dev/null; fi; }
            restart() { if as_found "$1" "$2"; then engine restart -t %d "$1" >/dev/null; fi; }
            remove() {
              if engine inspect --type container "$1" >/dev/null 2>&1; then engine rm %s "$1" >/dev/null; fi
            }
            """
                .formatted(
                    CLIENT, QuarantineMarks.ROOT, input.stopSeconds(), input.stopSeconds(), flags));
    for (Found container : containers) {
      script.append(
          "{ free %2$s && %1$s %2$s %3$s; } || failed=1\n"
              .formatted(
                  input.action().word(),
                  Quoting.quote(Objects.requireNonNull(container.id())),
                  Quoting.quote(Objects.requireNonNullElse(container.startedAt(), ""))));
    }
    return script.append("exit $failed\n").toString();
  }
}
