package dev.holdfast.schemas.change;

import java.util.List;

/**
 * What a stack has on a server.
 *
 * @param subjects what of it is there, such as {@code container:shop-web}
 */
public record StackFacts(List<String> subjects) {
  public StackFacts {
    subjects = List.copyOf(subjects);
  }

  /** The name of the fact about this stack. */
  public static String of(String stack) {
    return "stack:" + stack;
  }
}
