package dev.holdfast.api.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.identity.PasswordGenerator;
import dev.holdfast.platform.identity.PasswordRules;
import dev.holdfast.platform.identity.Passwords;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Sets passwords: everybody their own, and administrators those of others. */
@RestController
final class PasswordsController {
  private static final int LONGEST = 1024;

  private final OthersLogins others;
  private final Passwords passwords;
  private final PasswordHashing hashing;
  private final OwnPassword ownPassword;
  private final Settings settings;

  PasswordsController(
      OthersLogins others,
      Passwords passwords,
      PasswordHashing hashing,
      OwnPassword ownPassword,
      Settings settings) {
    this.others = others;
    this.passwords = passwords;
    this.hashing = hashing;
    this.ownPassword = ownPassword;
    this.settings = settings;
  }

  /**
   * @param current one's own password of now, from a session
   * @param password the new one; null for one that is made
   */
  record NewPassword(@Nullable String current, @Nullable String password) {}

  /**
   * @param password the one that was made; null if it was given
   */
  record PasswordDocument(
      String user, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String password) {}

  // Others' take users:write, and more: below.
  @PostMapping("/api/v1/users/{user}/password")
  @Requires(Requires.SELF)
  ResponseEntity<PasswordDocument> set(
      @PathVariable("user") String user,
      @RequestBody NewPassword request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      HttpServletRequest http,
      HttpServletResponse response) {
    Programs.refuse(caller, "sets no passwords");
    boolean own = user.equals(caller.name());
    if (own) {
      ownPassword.require(caller, request.current(), "user password", http, response);
    } else {
      others.require(user, caller);
    }
    Actions.onPlatform("user password " + user);
    String made = request.password() == null ? PasswordGenerator.next(user) : null;
    String password = made == null ? Objects.requireNonNull(request.password()) : made;
    String hash = hashing.inTurn(() -> checked(caller.organisation(), user, password));
    passwords.set(
        caller.organisation(),
        user,
        hash,
        own ? caller.identity().session() : null,
        settings.get(Setting.PASSWORD_HISTORY),
        caller.name());
    return ResponseEntity.ok()
        .header("Cache-Control", "no-store")
        .body(new PasswordDocument(user, made));
  }

  /** The hash of a password that is as it has to be; everything that is wrong is told at once. */
  private String checked(String organisation, String user, String password) {
    List<String> faults = new ArrayList<>(PasswordRules.faults(password, user));
    int kept = settings.get(Setting.PASSWORD_HISTORY);
    if (password.length() <= LONGEST
        && passwords.last(organisation, user, kept).stream()
            .anyMatch(old -> hashing.matches(password, old))) {
      faults.add("is one of the last " + kept + " passwords");
    }
    if (!faults.isEmpty()) {
      throw ApiException.invalid(
          faults.stream().map(fault -> new FieldError("password", fault)).toList());
    }
    return hashing.hash(password);
  }
}
