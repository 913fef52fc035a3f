package dev.holdfast.api.sso;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.identity.Delegation;
import dev.holdfast.api.identity.Programs;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.identity.Role;
import dev.holdfast.platform.identity.Roles;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.sso.ProviderGroup;
import dev.holdfast.platform.sso.ProviderGroups;
import dev.holdfast.schemas.server.Selector;
import io.swagger.v3.oas.annotations.media.Schema;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Says which roles the groups of the identity provider give, from the next login on. */
@RestController
@RequestMapping("/api/v1/identity-provider/groups")
final class ProviderGroupsController {
  private static final String READ = "identity-providers:read";
  private static final String WRITE = "identity-providers:write";
  private static final int LONGEST = 255;
  private static final int MOST = 500;

  private final ProviderGroups groups;
  private final Roles roles;

  ProviderGroupsController(ProviderGroups groups, Roles roles) {
    this.groups = groups;
    this.roles = roles;
  }

  /**
   * @param group as the provider names it
   * @param scope a selector of servers; null for all
   */
  @Schema(name = "NewProviderGroup")
  record NewGroup(@Nullable String group, @Nullable String role, @Nullable String scope) {}

  @GetMapping
  @Requires(READ)
  Page<ProviderGroup> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(groups.list(caller.organisation()), null);
  }

  /** Maps a group to a role, all of which the caller must have without end. */
  @PostMapping
  @Requires(WRITE)
  ResponseEntity<ProviderGroup> add(
      @RequestBody NewGroup request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Programs.refuse(caller, "maps no groups");
    List<FieldError> errors = new ArrayList<>();
    String group = Objects.requireNonNullElse(request.group(), "");
    if (group.isBlank()
        || group.length() > LONGEST
        || group.chars().anyMatch(Character::isISOControl)) {
      errors.add(new FieldError("group", "is the name of a group, of at most 255 characters"));
    }
    String name = Objects.requireNonNullElse(request.role(), "");
    Optional<Role> role = roles.find(caller.organisation(), name);
    if (role.isEmpty()) {
      errors.add(
          new FieldError(
              "role", "there is no role '" + name + "'; ./holdfast role list shows them"));
    }
    Selector scope = scope(request.scope(), errors);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    Actions.onPlatform(
        "org identity-provider map %s %s --scope %s".formatted(group, name, scope.text()));
    Delegation.check(caller, "The role '" + name + "'", role.orElseThrow().permissions(), null);
    if (groups.list(caller.organisation()).size() >= MOST) {
      throw ApiException.conflict(
          "too-many-groups", "At most " + MOST + " groups are mapped; remove one first.");
    }
    return switch (groups.add(caller.organisation(), group, name, scope, caller.name())) {
      case ProviderGroups.Added.Mapped(var mapped) ->
          ResponseEntity.created(URI.create("/api/v1/identity-provider/groups/" + mapped.id()))
              .body(mapped);
      case ProviderGroups.Added.NoRole() ->
          throw ApiException.conflict("changed-meanwhile", "The role has just been removed.");
      case ProviderGroups.Added.NoProvider() -> throw IdentityProviderController.none(caller);
    };
  }

  /** Ends a mapping, and at once what it has given. */
  @DeleteMapping("/{group}")
  @Requires(WRITE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable("group") String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Programs.refuse(caller, "maps no groups");
    Actions.onPlatform("org identity-provider unmap " + id);
    if (!groups.remove(caller.organisation(), id, caller.name())) {
      throw ApiException.notFound(
          "unknown-group",
          "There is no mapping '" + id + "'; org identity-provider groups shows them.");
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
