package dev.holdfast.api.secrets;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.namedsecret.SecretShares;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes links that show a secret once. */
@RestController
@RequestMapping("/api/v1/secrets/{name}/share")
final class SharesController {
  private static final int DEFAULT = 3600;
  private static final int LEAST = 60;
  private static final int MOST = 7 * 24 * 3600;

  private final SecretShares shares;
  private final PlatformConfig config;

  SharesController(SecretShares shares, PlatformConfig config) {
    this.shares = shares;
    this.config = config;
  }

  /**
   * @param seconds after which it shows nothing any more, an hour by default
   */
  record ShareRequest(@Nullable Integer seconds) {}

  record Link(String url, int version, Instant expiresAt) {}

  @Requires("secrets:share")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Link share(
      @PathVariable String name,
      @RequestBody ShareRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    int seconds = Objects.requireNonNullElse(request.seconds(), DEFAULT);
    if (seconds < LEAST || seconds > MOST) {
      throw ApiException.invalid(
          "seconds", "must be between %d and %d (a week)".formatted(LEAST, MOST));
    }
    SecretShares.Made made =
        shares
            .make(caller.organisation(), name, Duration.ofSeconds(seconds), caller.name())
            .orElseThrow(() ->
                ApiException.notFound("unknown-secret", "There is no secret '" + name + "'."));
    Actions.onPlatform(
        "secret share %s # version %d, until %s".formatted(name, made.version(), made.expiresAt()));
    return new Link(
        config.api().url() + SharedPages.PATH + made.token(), made.version(), made.expiresAt());
  }
}
