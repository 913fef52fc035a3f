package dev.holdfast.api.identity;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.Role;
import dev.holdfast.platform.identity.Subject.Held;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Nobody gives away more than they have: else the right to grant would be the right to all. */
public final class Delegation {
  private static final List<Permission> MANAGING =
      Stream.of("users:write", "grants:write", "roles:write", "tokens:write")
          .map(Permission::of)
          .toList();

  private Delegation() {}

  /**
   * @throws ApiException 403, with what the caller lacks of the role
   */
  public static void check(Caller caller, Role role) {
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
  public static void check(
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

  /**
   * Whoever may manage people is not shut out by somebody who may manage less.
   *
   * @param held what that user may do now
   * @throws ApiException 403, with what the caller may not manage
   */
  static void checkOver(Caller caller, String user, List<Held> held) {
    refuse(
        "'" + user + "' manages more than you: a grant",
        MANAGING.stream()
            .filter(one -> held.stream().anyMatch(it -> it.permission().covers(one)))
            .filter(one -> !caller.subject().covers(one))
            .toList(),
        "everywhere yourself");
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
