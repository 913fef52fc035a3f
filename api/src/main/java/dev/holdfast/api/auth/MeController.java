package dev.holdfast.api.auth;

import dev.holdfast.platform.identity.Passwords;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.Subject;
import dev.holdfast.platform.identity.TokenKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers who they are and what they may do at this moment. */
@RestController
final class MeController {
  private final Passwords passwords;

  MeController(Passwords passwords) {
    this.passwords = passwords;
  }

  /**
   * @param admin whether the caller may do everything everywhere
   * @param session that the caller's token belongs to; null for none
   * @param passwordNeeded whether setting the caller's password takes that of now
   * @param roles where the permissions come from
   */
  record Me(
      String name,
      String organisation,
      boolean admin,
      TokenKind kind,
      @Nullable String session,
      boolean passwordNeeded,
      List<String> roles,
      List<Right> permissions) {}

  /**
   * @param scope the servers that it is good for, as a selector
   */
  record Right(String permission, String scope, String role) {
    static Right of(Subject.Held held) {
      return new Right(held.permission().toString(), held.scope().text(), held.role());
    }
  }

  @GetMapping({"/api/v1/me", "/api/v1/auth/me"})
  @Requires(Requires.SELF)
  Me me(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<Subject.Held> held = caller.subject().held();
    return new Me(
        caller.name(),
        caller.organisation(),
        caller.subject().covers(Permission.ALL),
        caller.kind(),
        caller.identity().session(),
        caller.bySession() && passwords.hash(caller.name()).isPresent(),
        held.stream().map(Subject.Held::role).distinct().toList(),
        held.stream().map(Right::of).toList());
  }
}
