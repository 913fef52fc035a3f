package dev.holdfast.activities.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Mark;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Observed;
import dev.holdfast.schemas.containers.quarantine.QuarantineInput;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an engine and the marks of its server say of a container together. */
final class ObservedContainer {
  private ObservedContainer() {}

  static Observed none(String name, QuarantineMarks marks) {
    return new Observed(
        name, null, false, false, false, "", List.of(), List.of(), marks.of(name, null), false);
  }

  /**
   * @param sharing the containers that have its network
   */
  static Observed of(
      InspectContainerResponse container, List<String> sharing, QuarantineMarks marks) {
    HostConfig host = container.getHostConfig();
    String mode = Objects.requireNonNullElse(host.getNetworkMode(), "default");
    boolean running = Boolean.TRUE.equals(container.getState().getRunning());
    boolean frozen = Boolean.TRUE.equals(container.getState().getPaused());
    List<String> networks =
        container.getNetworkSettings().getNetworks().keySet().stream().sorted().toList();
    String name = container.getName().replaceFirst("^/", "");
    Mark mark = marks.of(name, container.getId());
    return new Observed(
        name,
        container.getId(),
        running,
        frozen,
        Boolean.TRUE.equals(host.getAutoRemove()),
        mode,
        networks,
        sharing,
        mark,
        isIsolated(mark, mode, networks, running, frozen, marks.rules()));
  }

  /** Reaching nobody is one thing where it runs, and another where it does not. */
  private static boolean isIsolated(
      @Nullable Mark mark,
      String mode,
      List<String> networks,
      boolean running,
      boolean frozen,
      boolean rules) {
    if (mark == null) {
      return false;
    }
    if (mode.equals("host") || mode.startsWith("container:")) {
      return !running || frozen;
    }
    if (networks.equals(List.of("none"))) {
      return true;
    }
    return networks.stream().allMatch(QuarantineInput.NETWORK::equals)
        && (!running || (rules && !networks.isEmpty()));
  }
}
