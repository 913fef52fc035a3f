package dev.holdfast.api.identity;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.Role;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Nobody gives away more than they have: else the right to grant would be the right to all. */
final class Delegation {
  private Delegation() {}

  /**
   * @throws ApiException 403, with what the caller lacks of the role
   */
  static void check(Caller caller, Role role) {
    refuse(
        "The role '" + role.name() + "'",
        role.permissions().stream().filter(wanted -> !caller.subject().covers(wanted)).toList(),
        "everywhere yourself");
  }

  /**
   * What is given away ends with what the giver has, at the latest.
   *
   * @param what would give these permissions to somebody
   * @param end when it ends by itself; null: it does not
   * @throws ApiException 403, with what the caller lacks of them
   */
  static void check(
      Caller caller, String what, List<Permission> permissions, @Nullable Instant end) {
    List<Permission> lacking =
        permissions.stream().filter(wanted -> !caller.subject().coversUntil(wanted, end)).toList();
    refuse(
        what,
        lacking,
        lacking.stream().allMatch(wanted -> caller.subject().covers(wanted))
            ? "yourself for so long"
            : "everywhere yourself");
  }

  private static void refuse(String what, List<Permission> lacking, String how) {
    if (!lacking.isEmpty()) {
      throw ApiException.of(
          HttpStatus.FORBIDDEN,
          "more-than-held",
          "%s permits what you may not do %s: %s."
              .formatted(
                  what,
                  how,
                  lacking.stream().map(Permission::toString).collect(Collectors.joining(", "))));
    }
  }
}
