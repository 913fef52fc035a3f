package dev.holdfast.api.identity;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.identity.Grant;
import dev.holdfast.platform.identity.Grants;
import dev.holdfast.platform.identity.Role;
import dev.holdfast.platform.identity.Roles;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.schemas.server.Selector;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Gives roles to users, on all servers or on some, for good or for a time, and takes them away. */
@RestController
@RequestMapping("/api/v1/grants")
final class GrantsController {
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final Grants grants;
  private final Roles roles;
  private final Users users;

  GrantsController(Grants grants, Roles roles, Users users) {
    this.grants = grants;
    this.roles = roles;
    this.users = users;
  }

  /**
   * @param scope a selector of servers; null for all
   * @param expiresIn an ISO 8601 duration such as {@code PT8H}; null: until it is revoked
   */
  record NewGrant(
      @Nullable String user,
      @Nullable String role,
      @Nullable String scope,
      @Nullable String expiresIn) {}

  @GetMapping
  @Requires("grants:read")
  Page<Grant> list(
      @RequestParam(required = false) @Nullable String user,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(grants.list(caller.organisation(), user, all), null);
  }

  @PostMapping
  @Requires("grants:write")
  ResponseEntity<Grant> add(
      @RequestBody NewGrant request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<FieldError> errors = new ArrayList<>();
    String user = Objects.requireNonNullElse(request.user(), "");
    if (users.find(caller.organisation(), user).isEmpty()) {
      errors.add(new FieldError("user", "there is no user '" + user + "'"));
    }
    String name = Objects.requireNonNullElse(request.role(), "");
    Optional<Role> role = roles.find(caller.organisation(), name);
    if (role.isEmpty()) {
      errors.add(
          new FieldError(
              "role", "there is no role '" + name + "'; ./holdfast role list shows them"));
    }
    Selector scope = scope(request.scope(), errors);
    Duration lifetime = Lifetimes.read(request.expiresIn(), "expiresIn", LONGEST, errors);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    Instant end = lifetime == null ? null : Instant.now().plus(lifetime);
    Role given = role.orElseThrow();
    Actions.onPlatform(
        "grant add %s %s --scope %s%s"
            .formatted(
                user,
                name,
                scope.text(),
                request.expiresIn() == null ? "" : " --expires-in " + request.expiresIn()));
    Delegation.check(caller, "The role '" + name + "'", given.permissions(), end);
    Grant grant =
        grants
            .add(caller.organisation(), user, name, scope, end, caller.name())
            .orElseThrow(() ->
                ApiException.conflict(
                    "changed-meanwhile", "The user or the role has just been removed."));
    return ResponseEntity.created(URI.create("/api/v1/grants/" + grant.id())).body(grant);
  }

  @DeleteMapping("/{grant}")
  @Requires("grants:write")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable("grant") String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onPlatform("grant remove " + id);
    grants.list(caller.organisation(), null, false).stream()
        .filter(grant -> grant.id().equals(id))
        .forEach(grant ->
            Delegation.checkOver(caller, grant.user(), grants.heldOnceEnabled(grant.user())));
    if (!grants.revoke(caller.organisation(), id, caller.name())) {
      throw ApiException.notFound(
          "unknown-grant", "There is no grant '" + id + "' in force; grant list shows them.");
    }
  }

  private static Selector scope(@Nullable String text, List<FieldError> errors) {
    try {
      return new Selector(text == null ? "all" : text.strip());
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError("scope", FieldError.of(e).message()));
      return new Selector("all");
    }
  }
}
