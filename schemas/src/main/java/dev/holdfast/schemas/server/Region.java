package dev.holdfast.schemas.server;

import java.util.regex.Pattern;

/** The names of regions, which servers and workers have in common. */
public final class Region {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private Region() {}

  /**
   * The name as it is.
   *
   * @throws IllegalArgumentException that begins with {@code region: } if it is none
   */
  public static String require(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "region: '"
              + name
              + "' is not a region; it has lower-case letters, digits and - (at most 63), such as eu-west");
    }
    return name;
  }
}
