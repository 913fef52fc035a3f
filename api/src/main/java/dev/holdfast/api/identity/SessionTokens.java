package dev.holdfast.api.identity;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a session goes on with.
 *
 * @param accessToken for requests
 * @param refreshToken for the next access token, once
 * @param endsAt when one has to log in again however much the session is used; null where only
 *     tokens are new
 */
@Schema(name = "LoginSessionTokens")
public record SessionTokens(
    String session,
    String user,
    String tokenType,
    String accessToken,
    Instant accessExpiresAt,
    String refreshToken,
    Instant refreshExpiresAt,
    @Nullable Instant endsAt)
    implements LoginAnswer {}
