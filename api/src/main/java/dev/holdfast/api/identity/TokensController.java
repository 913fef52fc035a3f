package dev.holdfast.api.identity;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.identity.ApiToken;
import dev.holdfast.platform.identity.ApiTokens;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.operation.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
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

/** Tokens for programs: everybody their own, and others' with a permission of its own. */
@RestController
@RequestMapping("/api/v1/tokens")
final class TokensController {
  private static final String READ = "tokens:read";
  private static final String WRITE = "tokens:write";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,62}");
  private static final Duration DEFAULT = Duration.ofDays(90);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final CallerAccess access;
  private final ApiTokens tokens;
  private final Users users;
  private final OwnPassword ownPassword;

  TokensController(CallerAccess access, ApiTokens tokens, Users users, OwnPassword ownPassword) {
    this.ownPassword = ownPassword;
    this.access = access;
    this.tokens = tokens;
    this.users = users;
  }

  /**
   * @param user null for the caller
   * @param permissions what it is good for at most; null: whatever the user may do
   * @param expiresIn an ISO 8601 duration; null for 90 days
   * @param current one's own password of now, from a session
   */
  record NewToken(
      @Nullable String name,
      @Nullable String user,
      @Nullable List<String> permissions,
      @Nullable String expiresIn,
      @Nullable String current) {}

  /**
   * @param token the token itself; nobody can ever see it again
   */
  record MadeToken(
      String id,
      String user,
      String name,
      @Nullable List<String> permissions,
      Instant expiresAt,
      String token) {}

  @GetMapping
  @Requires(Requires.SELF)
  Page<ApiToken> list(
      @RequestParam(required = false) @Nullable String user,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String whose = all ? null : Objects.requireNonNullElse(user, caller.name());
    if (!caller.name().equals(whose)) {
      access.requireEverywhere(caller, READ);
    }
    return new Page<>(tokens.list(caller.organisationOf(whose), whose), null);
  }

  @PostMapping
  @Requires(Requires.SELF)
  ResponseEntity<MadeToken> create(
      @RequestBody NewToken request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
      HttpServletRequest http,
      HttpServletResponse response) {
    List<FieldError> errors = new ArrayList<>();
    String name = Objects.requireNonNullElse(request.name(), "");
    if (!NAME.matcher(name).matches()) {
      errors.add(
          new FieldError(
              "name",
              "begins with a-z and has at most 63 characters of a-z, 0-9, '.', '_' and '-'"));
    }
    List<String> words = request.permissions();
    List<Permission> limit = words == null ? null : Permissions.read(words, errors);
    if (limit != null && limit.isEmpty() && errors.isEmpty()) {
      errors.add(new FieldError("permissions", "are empty; leave them out, or name one"));
    }
    Duration lifetime = Lifetimes.read(request.expiresIn(), "expiresIn", LONGEST, errors);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    Programs.refuse(caller, "manages no tokens");
    Duration lasting = Objects.requireNonNullElse(lifetime, DEFAULT);
    String user = Objects.requireNonNullElse(request.user(), caller.name());
    Actions.onPlatform(
        "token create %s --user %s: %s".formatted(name, user, limit == null ? "all" : limit));
    if (!user.equals(caller.name())) {
      access.requireEverywhere(caller, WRITE);
      checkDelegation(caller, user, limit, Instant.now().plus(lasting));
    }
    ownPassword.require(caller, request.current(), "token create", http, response);
    ApiTokens.Made made =
        tokens
            .create(caller.organisationOf(user), user, name, limit, lasting, caller.name())
            .orElseThrow(() ->
                ApiException.conflict(
                    "token-exists", "'" + user + "' has a token '" + name + "' already."));
    ApiToken token = made.token();
    return ResponseEntity.created(URI.create("/api/v1/tokens/" + token.id()))
        .header("Cache-Control", "no-store")
        .body(
            new MadeToken(
                token.id(),
                token.user(),
                token.name(),
                token.permissions(),
                token.expiresAt(),
                made.secret()));
  }

  @DeleteMapping("/{token}")
  @Requires(Requires.SELF)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable("token") String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Programs.refuse(caller, "manages no tokens");
    Actions.onPlatform("token revoke " + id);
    boolean own =
        tokens.list(caller.organisationOf(caller.name()), caller.name()).stream()
            .anyMatch(token -> token.id().equals(id));
    if (!own) {
      access.requireEverywhere(caller, WRITE);
    }
    if (!tokens.revoke(caller.organisationOf(own ? caller.name() : null), id)) {
      throw ApiException.notFound("unknown-token", "There is no token '" + id + "'.");
    }
  }

  /**
   * Whoever makes a token for somebody could use it, also when that user may do more than today: so
   * what the token is good for at most decides.
   */
  private void checkDelegation(
      Caller caller, String name, @Nullable List<Permission> limit, Instant end) {
    if (users.find(caller.organisation(), name).isEmpty()) {
      throw ApiException.invalid("user", "there is no user '" + name + "'");
    }
    Delegation.check(caller, "The token", limit == null ? List.of(Permission.ALL) : limit, end);
  }
}
