package dev.holdfast.platform.identity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The roles that every organisation has. A new endpoint's permission is added to those it suits.
 */
public final class SystemRoles {
  private static final List<Role> ALL =
      List.of(
          role("admin", "Does everything within the organisation.", "*:*"),
          role(
              "operator",
              "Runs and steers every operation, and logs in by ssh; its plans are approved by others.",
              "*:run",
              "operations:read",
              "operations:steer",
              "approvals:read",
              "servers:read",
              "servers:check",
              "servers:login",
              "files:read",
              "files:write",
              "policies:read",
              "runbooks:read",
              "incidents:read",
              "incidents:write",
              "containers:read",
              "containers:write",
              "signals:write",
              "secrets:read",
              "secrets:use",
              "catalog:read",
              "events:read",
              "health:read",
              "sessions:create"),
          role(
              "approver",
              "Decides on plans that wait for it.",
              "approvals:read",
              "approvals:decide",
              "operations:read",
              "servers:read",
              "catalog:read",
              "events:read",
              "health:read",
              "sessions:create"),
          role(
              "auditor",
              "Reads everything that was done and who may do what; changes nothing.",
              "audit:read",
              "notify:read",
              "policies:read",
              "secrets:read",
              "users:read",
              "roles:read",
              "grants:read",
              "tokens:read",
              "sessions:read",
              "identity-providers:read",
              "approvals:read",
              "operations:read",
              "runbooks:read",
              "incidents:read",
              "containers:read",
              "servers:read",
              "catalog:read",
              "events:read",
              "health:read",
              "sessions:create"),
          role(
              "viewer",
              "Sees servers and operations; changes nothing.",
              "approvals:read",
              "operations:read",
              "runbooks:read",
              "incidents:read",
              "containers:read",
              "servers:read",
              "catalog:read",
              "events:read",
              "health:read",
              "sessions:create"),
          role(
              "member",
              "Sees servers and the operations that its user has started.",
              "servers:read",
              "events:read",
              "operations:read-own"));

  private SystemRoles() {}

  public static List<Role> all() {
    return ALL;
  }

  public static Optional<Role> find(String name) {
    return ALL.stream().filter(role -> role.name().equals(name)).findFirst();
  }

  private static Role role(String name, String description, String... permissions) {
    return new Role(name, description, true, Stream.of(permissions).map(Permission::of).toList());
  }
}
