package dev.holdfast.platform.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a valid token stands for, and what kind of token it was.
 *
 * @param admin whether the user is an administrator of the whole platform
 * @param token the token's SHA-256 in hexadecimal, which is good for nothing but to find it again
 * @param limit what the token is good for at most; null: whatever the user may do
 * @param session that it belongs to; null for none
 */
public record Identity(
    String user,
    String organisation,
    boolean admin,
    TokenKind kind,
    String token,
    @Nullable List<Permission> limit,
    @Nullable String session) {}
