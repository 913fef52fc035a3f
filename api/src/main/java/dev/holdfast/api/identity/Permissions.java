package dev.holdfast.api.identity;

import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.identity.Permission;
import java.util.ArrayList;
import java.util.List;

/** Reads permissions, and tells of each that is none. */
final class Permissions {
  private Permissions() {}

  static List<Permission> read(List<String> words, List<FieldError> errors) {
    List<Permission> permissions = new ArrayList<>();
    for (String word : words) {
      try {
        permissions.add(Permission.of(word));
      } catch (IllegalArgumentException e) {
        errors.add(FieldError.of(e));
      }
    }
    return permissions;
  }
}
