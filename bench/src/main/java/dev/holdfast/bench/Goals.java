package dev.holdfast.bench;

import dev.holdfast.cli.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Values and the bounds that were promised for them. */
final class Goals {
  private final List<Goal> all = new ArrayList<>();

  private record Goal(String name, double value, double bound, boolean atLeast) {
    boolean met() {
      return atLeast ? value >= bound : value <= bound;
    }
  }

  Goals atLeast(String name, double value, double bound) {
    all.add(new Goal(name, value, bound, true));
    return this;
  }

  Goals atMost(String name, double value, double bound) {
    all.add(new Goal(name, value, bound, false));
    return this;
  }

  boolean allMet() {
    return all.stream().allMatch(Goal::met);
  }

  void tell(Output output) {
    for (Goal goal : all) {
      output.line(
          String.format(
              Locale.ROOT,
              "%s  %s: %.2f, at %s %.2f",
              goal.met() ? "met   " : "FAILED",
              goal.name(),
              goal.value(),
              goal.atLeast() ? "least" : "most",
              goal.bound()));
    }
  }

  /** The document with {@code goals} and {@code passed} in it. */
  ObjectNode into(ObjectNode document) {
    ArrayNode told = document.putArray("goals");
    for (Goal goal : all) {
      told.addObject()
          .put("name", goal.name())
          .put("value", Measured.rounded(goal.value()))
          .put(goal.atLeast() ? "atLeast" : "atMost", goal.bound())
          .put("met", goal.met());
    }
    return document.put("passed", allMet());
  }
}
