package dev.holdfast.api.identity;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * The login was right, and a code is needed, too.
 *
 * @param mfaToken for {@code POST /auth/mfa}
 */
@Schema(name = "LoginCodeNeeded")
public record CodeNeeded(String mfaToken, Instant expiresAt) implements LoginAnswer {}
