package dev.holdfast.schemas.containers;

import java.util.regex.Pattern;

/** The names and ids of containers, as engines take them. */
public final class ContainerNames {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

  private ContainerNames() {}

  /**
   * The name as it is.
   *
   * @param field for the message
   * @throws IllegalArgumentException if no container can be called so
   */
  public static String require(String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' cannot be the name of a container; use letters, digits, _, . and -, at most 128"
              .formatted(field, name));
    }
    return name;
  }
}
