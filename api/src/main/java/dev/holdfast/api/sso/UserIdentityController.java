package dev.holdfast.api.sso;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.identity.OthersLogins;
import dev.holdfast.api.identity.Programs;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.User;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.sso.IdentityProvider;
import dev.holdfast.platform.sso.IdentityProviders;
import dev.holdfast.platform.sso.UserIdentities;
import dev.holdfast.platform.sso.UserIdentity;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Says who of the identity provider a user is; it takes what setting the user's password takes. */
@RestController
@RequestMapping("/api/v1/users/{user}/identity")
final class UserIdentityController {
  private static final int LONGEST = 255;

  private final UserIdentities identities;
  private final IdentityProviders providers;
  private final Users users;
  private final OthersLogins others;

  UserIdentityController(
      UserIdentities identities, IdentityProviders providers, Users users, OthersLogins others) {
    this.identities = identities;
    this.providers = providers;
    this.users = users;
    this.others = others;
  }

  /**
   * @param subject the provider's own name for somebody, which it never gives to another
   */
  @Schema(name = "NewUserIdentity")
  record Subject(@Nullable String subject) {}

  @GetMapping
  @Requires("users:read")
  UserIdentity show(
      @PathVariable("user") String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    find(name, caller);
    return identities.of(caller.organisation(), name).orElseThrow(() -> notLinked(name));
  }

  @PutMapping
  @Requires("users:write")
  UserIdentity link(
      @PathVariable("user") String name,
      @RequestBody Subject request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Programs.refuse(caller, "changes no logins");
    String subject = Objects.requireNonNullElse(request.subject(), "");
    if (subject.isBlank()
        || subject.length() > LONGEST
        || subject.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.invalid(
          "subject", "is the sub of the provider's tokens, of at most 255 characters");
    }
    User user = find(name, caller);
    others.require(name, caller);
    if (user.administrator()) {
      throw ApiException.conflict(
          "platform-administrator",
          "'" + name + "' is the administrator of the platform, whose login is no organisation's.");
    }
    IdentityProvider provider =
        providers
            .find(caller.organisation())
            .orElseThrow(() -> IdentityProviderController.none(caller));
    Actions.onPlatform("user link %s --subject %s".formatted(name, subject));
    return switch (identities.link(
        caller.organisation(), provider.issuer(), subject, name, caller.name())) {
      case DONE -> show(name, caller);
      case NO_USER -> throw unknown(name);
      case TAKEN ->
          throw ApiException.conflict(
              "subject-linked", "This subject is linked to another user; user unlink ends that.");
    };
  }

  /** Ends the link, and with it what groups gave, and the sessions that began through it. */
  @DeleteMapping
  @Requires("users:write")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unlink(
      @PathVariable("user") String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Programs.refuse(caller, "changes no logins");
    find(name, caller);
    others.require(name, caller);
    Actions.onPlatform("user unlink " + name);
    if (!identities.unlink(caller.organisation(), name, caller.name())) {
      throw notLinked(name);
    }
  }

  private User find(String name, Caller caller) {
    return users.find(caller.organisation(), name).orElseThrow(() -> unknown(name));
  }

  private static ApiException notLinked(String name) {
    return ApiException.notFound(
        "not-linked", "'" + name + "' is linked to nobody of the identity provider (user link).");
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound("unknown-user", "There is no user '" + name + "'.");
  }
}
