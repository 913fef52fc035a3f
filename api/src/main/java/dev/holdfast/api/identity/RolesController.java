package dev.holdfast.api.identity;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.Role;
import dev.holdfast.platform.identity.Roles;
import dev.holdfast.platform.operation.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows the roles that can be granted; makes and changes those of an organisation's own. */
@RestController
@RequestMapping("/api/v1/roles")
final class RolesController {
  private final Roles roles;

  RolesController(Roles roles) {
    this.roles = roles;
  }

  record NewRole(
      @Nullable String name, @Nullable String description, @Nullable List<String> permissions) {}

  /**
   * @param system part of the program, and never changed
   */
  record RoleDocument(String name, String description, boolean system, List<String> permissions) {
    static RoleDocument of(Role role) {
      return new RoleDocument(
          role.name(),
          role.description(),
          role.system(),
          role.permissions().stream().map(Permission::toString).toList());
    }
  }

  @GetMapping
  @Requires("roles:read")
  Page<RoleDocument> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        roles.list(caller.organisation()).stream().map(RoleDocument::of).toList(), null);
  }

  @GetMapping("/{role}")
  @Requires("roles:read")
  RoleDocument show(
      @PathVariable("role") String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return roles
        .find(caller.organisation(), name)
        .map(RoleDocument::of)
        .orElseThrow(() -> unknown(name));
  }

  @PostMapping
  @Requires("roles:write")
  ResponseEntity<RoleDocument> create(
      @RequestBody NewRole request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Role role = role(request);
    Actions.onPlatform("role create " + role.name() + ": " + role.permissions());
    Delegation.check(caller, role);
    if (!roles.add(caller.organisation(), role, caller.name())) {
      throw ApiException.conflict("role-exists", "There is a role '" + role.name() + "' already.");
    }
    return ResponseEntity.created(URI.create("/api/v1/roles/" + role.name()))
        .body(RoleDocument.of(role));
  }

  /** What is left out stays as it is. */
  record RoleChange(@Nullable String description, @Nullable List<String> permissions) {}

  /** Changes a role of the organisation's own, for everybody who has it. */
  @PatchMapping("/{role}")
  @Requires("roles:write")
  RoleDocument change(
      @PathVariable("role") String name,
      @RequestBody RoleChange request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Role old = roles.find(caller.organisation(), name).orElseThrow(() -> unknown(name));
    if (old.system()) {
      throw system(name);
    }
    Role changed =
        role(
            new NewRole(
                name,
                Objects.requireNonNullElse(request.description(), old.description()),
                request.permissions() == null
                    ? old.permissions().stream().map(Permission::toString).toList()
                    : request.permissions()));
    Actions.onPlatform("role set " + name + ": " + changed.permissions());
    // Both: nobody is given, or loses, by somebody who may do less.
    Delegation.check(caller, old);
    Delegation.check(caller, changed);
    if (!roles.change(caller.organisation(), changed)) {
      throw unknown(name);
    }
    return RoleDocument.of(changed);
  }

  @DeleteMapping("/{role}")
  @Requires("roles:write")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable("role") String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onPlatform("role remove " + name);
    switch (roles.remove(caller.organisation(), name)) {
      case REMOVED -> {}
      case UNKNOWN -> throw unknown(name);
      case SYSTEM -> throw system(name);
      case GRANTED ->
          throw ApiException.conflict(
              "role-granted",
              "Somebody has the role '%s'; revoke its grants first (grant list shows them)."
                  .formatted(name));
    }
  }

  /** Everything that is wrong is told at once. */
  private static Role role(NewRole request) {
    List<FieldError> errors = new ArrayList<>();
    List<Permission> permissions =
        Permissions.read(Optional.ofNullable(request.permissions()).orElse(List.of()), errors);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    try {
      return new Role(
          Objects.requireNonNullElse(request.name(), ""),
          Objects.requireNonNullElse(request.description(), ""),
          false,
          permissions);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }

  private static ApiException system(String name) {
    return ApiException.conflict(
        "system-role", "'" + name + "' is a system role; those stay as they are.");
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound(
        "unknown-role", "There is no role '" + name + "'; ./holdfast role list shows them.");
  }
}
