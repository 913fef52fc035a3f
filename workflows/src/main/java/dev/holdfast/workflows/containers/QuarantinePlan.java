package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Observed;
import dev.holdfast.schemas.containers.quarantine.QuarantineInput;
import java.util.ArrayList;
import java.util.List;

/** How a container is going to be isolated, in words. */
final class QuarantinePlan {
  private QuarantinePlan() {}

  /** A line for each thing that is done. */
  static List<String> of(Observed container, QuarantineInput input) {
    List<String> plan = new ArrayList<>();
    if (container.networkMode().equals("host")) {
      plan.add(stopped(container, "it has the network of the server"));
    } else if (container.networkMode().startsWith("container:")) {
      plan.add(stopped(container, "it has the network of another container"));
    } else if (container.networks().equals(List.of("none"))) {
      plan.add("it stays without a network");
    } else {
      List<String> networks =
          container.networks().stream()
              .filter(network -> !network.equals(QuarantineInput.NETWORK))
              .toList();
      plan.add(
          "it is taken off %s and onto %s"
              .formatted(
                  networks.isEmpty() ? "no network" : String.join(", ", networks),
                  QuarantineInput.NETWORK));
    }
    if (input.freeze() && container.running() && plan.stream().noneMatch(QuarantinePlan::stops)) {
      plan.add("it is frozen; where that fails, it is stopped");
    }
    if (!container.sharing().isEmpty()) {
      plan.add(
          "these have its network and are isolated with it: "
              + String.join(", ", container.sharing()));
    }
    return plan;
  }

  private static String stopped(Observed container, String why) {
    if (!container.running()) {
      return why + ": it stays stopped";
    }
    return why
        + (container.removedAtStop()
            ? ": it is frozen, since it would be removed when it is stopped"
            : ": it is stopped");
  }

  private static boolean stops(String line) {
    return line.startsWith("it has the network of");
  }
}
