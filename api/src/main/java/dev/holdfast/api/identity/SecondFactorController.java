package dev.holdfast.api.identity;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.Passwords;
import dev.holdfast.platform.identity.SecondFactors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Adds a second factor to one's login, and takes it away again. */
@RestController
@RequestMapping("/api/v1/users/{user}/mfa")
final class SecondFactorController {
  private final SecondFactors factors;
  private final Passwords passwords;
  private final OwnPassword ownPassword;
  private final PasswordCheck check;
  private final OthersLogins others;

  SecondFactorController(
      SecondFactors factors,
      Passwords passwords,
      OwnPassword ownPassword,
      PasswordCheck check,
      OthersLogins others) {
    this.factors = factors;
    this.passwords = passwords;
    this.ownPassword = ownPassword;
    this.check = check;
    this.others = others;
  }

  /**
   * @param current one's own password
   */
  record NewFactor(@Nullable String current) {}

  /**
   * @param secret in base 32
   * @param uri for the program that makes the codes
   */
  record FactorDocument(String secret, String uri) {}

  record Code(@Nullable String code) {}

  record RecoveryCodes(List<String> recoveryCodes) {}

  /** It counts once it is confirmed. */
  @PostMapping
  @Requires(Requires.SELF)
  ResponseEntity<FactorDocument> prepare(
      @PathVariable("user") String user,
      @RequestBody NewFactor request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      HttpServletRequest http,
      HttpServletResponse response) {
    own(user, caller);
    if (passwords.hash(user).isEmpty()) {
      throw ApiException.conflict(
          "no-password", "A code comes beside a password; set one first (user password).");
    }
    ownPassword.require(caller, request.current(), "user mfa", http, response);
    Actions.onPlatform("user mfa add: prepared for " + user);
    String secret =
        factors
            .prepare(caller.organisation(), user)
            .orElseThrow(() ->
                ApiException.conflict(
                    "mfa-exists", "Your login takes codes already; user mfa remove ends that."));
    return ResponseEntity.ok()
        .header("Cache-Control", "no-store")
        .body(
            new FactorDocument(
                secret,
                "otpauth://totp/Holdfast:%s?secret=%s&issuer=Holdfast".formatted(user, secret)));
  }

  @PostMapping("/confirm")
  @Requires(Requires.SELF)
  ResponseEntity<RecoveryCodes> confirm(
      @PathVariable("user") String user,
      @RequestBody Code request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    own(user, caller);
    Actions.onPlatform("user mfa add: confirmed for " + user);
    List<String> codes =
        factors
            .confirm(caller.organisation(), user, Objects.requireNonNullElse(request.code(), ""))
            .orElseThrow(() ->
                ApiException.invalid("code", "is not the code of the moment; try the next one"));
    return ResponseEntity.ok().header("Cache-Control", "no-store").body(new RecoveryCodes(codes));
  }

  /** One's own takes a code; another user's what setting its password takes. */
  @PostMapping("/remove")
  @Requires(Requires.SELF)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable("user") String user,
      @RequestBody Code request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      HttpServletRequest http,
      HttpServletResponse response) {
    Programs.refuse(caller, "changes no logins");
    if (!user.equals(caller.name())) {
      others.require(user, caller);
    } else if (caller.bySession()
        && !check.passesCode(
            user, Objects.requireNonNullElse(request.code(), ""), "user mfa", http, response)) {
      throw ApiException.invalid("code", "is not the code of the moment, nor a recovery code");
    }
    Actions.onPlatform("user mfa remove " + user);
    if (!factors.remove(caller.organisation(), user)) {
      throw ApiException.notFound("no-mfa", "The login of '" + user + "' takes no codes.");
    }
  }

  private static void own(String user, Caller caller) {
    Programs.refuse(caller, "changes no logins");
    if (!user.equals(caller.name())) {
      throw ApiException.of(
          HttpStatus.FORBIDDEN,
          "not-your-own",
          "Only " + user + " can do this: whoever has the secret can make the codes.");
    }
  }
}
