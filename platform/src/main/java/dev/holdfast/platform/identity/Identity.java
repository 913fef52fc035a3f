package dev.holdfast.platform.identity;

/** Who a valid token stands for, and what kind of token it was. */
public record Identity(String user, boolean admin, TokenKind kind) {}
