package dev.holdfast.api.identity;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.Grant;
import dev.holdfast.platform.identity.Grants;
import dev.holdfast.platform.identity.LoginLocks;
import dev.holdfast.platform.identity.Subject.Held;
import dev.holdfast.platform.identity.User;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.operation.Page;
import java.net.URI;
import java.time.Instant;
import java.util.List;
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

/** Adds, shows, disables and removes users. */
@RestController
@RequestMapping("/api/v1/users")
final class UsersController {
  private final Users users;
  private final Grants grants;
  private final LoginLocks locks;

  UsersController(Users users, Grants grants, LoginLocks locks) {
    this.users = users;
    this.grants = grants;
    this.locks = locks;
  }

  record NewUser(@Nullable String name) {}

  /**
   * @param administrator of the whole platform, without any grant
   * @param grants those in force
   */
  record UserDocument(
      String name,
      boolean administrator,
      Instant createdAt,
      @Nullable Instant disabledAt,
      List<Grant> grants) {
    static UserDocument of(User user, List<Grant> grants) {
      return new UserDocument(
          user.name(),
          user.administrator(),
          user.createdAt(),
          user.disabledAt(),
          grants.stream().filter(grant -> grant.user().equals(user.name())).toList());
    }
  }

  @GetMapping
  @Requires("users:read")
  Page<UserDocument> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<Grant> inForce = grants.list(caller.organisation(), null, false);
    return new Page<>(
        users.list(caller.organisation()).stream()
            .map(user -> UserDocument.of(user, inForce))
            .toList(),
        null);
  }

  @PostMapping
  @Requires("users:write")
  ResponseEntity<UserDocument> add(
      @RequestBody NewUser request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String name = request.name();
    if (name == null || !Users.NAME.matcher(name).matches()) {
      throw ApiException.invalid(
          "name", "begins with a-z and has at most 63 characters of a-z, 0-9, '.', '_' and '-'");
    }
    Actions.onPlatform("user add " + name);
    if (!users.add(caller.organisation(), name)) {
      throw ApiException.conflict("user-exists", "There is a user '" + name + "' already.");
    }
    return ResponseEntity.created(URI.create("/api/v1/users/" + name)).body(show(name, caller));
  }

  @GetMapping("/{user}")
  @Requires("users:read")
  UserDocument show(
      @PathVariable("user") String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return users
        .find(caller.organisation(), name)
        .map(user -> UserDocument.of(user, grants.list(caller.organisation(), name, false)))
        .orElseThrow(() -> unknown(name));
  }

  @PostMapping("/{user}/disable")
  @Requires("users:write")
  UserDocument disable(
      @PathVariable("user") String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onPlatform("user disable " + name);
    require(caller, name);
    Delegation.checkOver(caller, name, grants.held(name));
    changed(name, users.disable(caller.organisation(), name, true));
    return show(name, caller);
  }

  @PostMapping("/{user}/enable")
  @Requires("users:write")
  UserDocument enable(
      @PathVariable("user") String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onPlatform("user enable " + name);
    require(caller, name);
    Delegation.check(
        caller,
        "'" + name + "' with its grants",
        grants.heldOnceEnabled(name).stream().map(Held::permission).toList(),
        null);
    changed(name, users.disable(caller.organisation(), name, false));
    return show(name, caller);
  }

  /** Ends the lock that failed logins have brought upon the account. */
  @PostMapping("/{user}/unlock")
  @Requires("users:write")
  UserDocument unlock(
      @PathVariable("user") String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onPlatform("user unlock " + name);
    require(caller, name);
    locks.unlock(name);
    return show(name, caller);
  }

  @DeleteMapping("/{user}")
  @Requires("users:write")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable("user") String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onPlatform("user remove " + name);
    require(caller, name);
    Delegation.checkOver(caller, name, grants.heldOnceEnabled(name));
    changed(name, users.remove(caller.organisation(), name));
  }

  /** What users of other organisations may do is not told. */
  private void require(Caller caller, String name) {
    if (users.find(caller.organisation(), name).isEmpty()) {
      throw unknown(name);
    }
  }

  private static void changed(String name, Users.Change change) {
    switch (change) {
      case DONE -> {}
      case UNKNOWN -> throw unknown(name);
      case ADMINISTRATOR ->
          throw ApiException.conflict(
              "platform-administrator",
              "'" + name + "' is the administrator of the platform, who stays.");
      case NAMED_BY_OPERATIONS ->
          throw ApiException.conflict(
              "user-has-operations",
              "'%s' has started operations, whose records name it; disable it (user disable %s)."
                  .formatted(name, name));
    }
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound("unknown-user", "There is no user '" + name + "'.");
  }
}
