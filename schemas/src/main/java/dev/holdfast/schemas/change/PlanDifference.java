package dev.holdfast.schemas.change;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * In what two plans of a server differ.
 *
 * @param changes the ids of the changes that are in one of them alone, or other ones in each
 * @param access whether they differ in who loses access or in what becomes less strict, which no
 *     single change accounts for
 */
public record PlanDifference(Set<String> changes, boolean access) {
  public PlanDifference {
    changes = Set.copyOf(changes);
  }

  /** How two plans differ; the order of their groups is no difference. */
  public static PlanDifference of(Plan one, Plan other) {
    Map<String, String> first = named(one);
    Map<String, String> second = named(other);
    Set<String> differing = new HashSet<>(first.keySet());
    differing.addAll(second.keySet());
    differing.removeIf(id -> Objects.equals(first.get(id), second.get(id)));
    return new PlanDifference(
        differing,
        !losses(one).equals(losses(other))
            || !new TreeSet<>(loosened(one)).equals(new TreeSet<>(loosened(other))));
  }

  /** Each change by its id: the same text for the same change, which is applied in the same way. */
  private static Map<String, String> named(Plan plan) {
    Map<String, String> named = new HashMap<>();
    for (Plan.Group group : plan.groups()) {
      for (Change change : group.changes()) {
        Plan.Group alone = new Plan.Group("", "", group.confirmWithinSeconds(), List.of(change));
        named.put(
            change.id(), CanonicalHash.of(plan.server(), List.of(alone), List.of(), List.of()));
      }
    }
    return named;
  }

  private static Set<String> losses(Plan plan) {
    Set<String> losses = new TreeSet<>();
    if (plan.access() != null) {
      plan.access().losing().forEach(account -> losses.add(account.line()));
    }
    return losses;
  }

  private static List<String> loosened(Plan plan) {
    return Objects.requireNonNullElse(plan.loosened(), List.of());
  }
}
