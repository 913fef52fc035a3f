package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.ContainerResource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Containers of a stack, each before those that it depends on: an undo, which goes backwards, makes
 * them in the order of a deployment.
 */
final class RemovalOrder {
  private RemovalOrder() {}

  static List<ContainerResource> of(String stack, List<ContainerResource> containers) {
    Set<ContainerResource> ordered = new LinkedHashSet<>();
    containers.forEach(one -> order(stack, one, containers, ordered, new TreeSet<>()));
    return new ArrayList<>(ordered).reversed();
  }

  private static void order(
      String stack,
      ContainerResource container,
      List<ContainerResource> all,
      Set<ContainerResource> ordered,
      Set<String> above) {
    if (above.add(container.name())) {
      for (ContainerResource other : all) {
        // The network of a pair is called STACK-TOOL.OTHER, and no name of a tool holds a dot.
        String pair = "%s-%s.%s".formatted(stack, container.tool(), other.tool());
        if (container.networks().contains(pair)) {
          order(stack, other, all, ordered, above);
        }
      }
      ordered.add(container);
    }
  }
}
