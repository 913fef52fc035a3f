package dev.holdfast.platform.identity;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A named set of permissions.
 *
 * @param system part of the program, the same in every organisation and never changed
 */
public record Role(String name, String description, boolean system, List<Permission> permissions) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final int LONGEST_DESCRIPTION = 500;

  /**
   * @throws IllegalArgumentException if the name is none, or nothing is permitted
   */
  public Role {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: '" + name + "' has other characters than a-z, 0-9 and -, or more than 63");
    }
    if (description.length() > LONGEST_DESCRIPTION) {
      throw new IllegalArgumentException(
          "description: has more than " + LONGEST_DESCRIPTION + " characters");
    }
    if (permissions.isEmpty()) {
      throw new IllegalArgumentException(
          "permissions: are missing; name at least one, such as servers:read");
    }
    permissions = permissions.stream().distinct().toList();
  }

  /** Whether the role permits this. */
  public boolean permits(Permission permission) {
    return permissions.stream().anyMatch(held -> held.covers(permission));
  }
}
