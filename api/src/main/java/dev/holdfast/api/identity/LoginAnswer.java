package dev.holdfast.api.identity;

/** What comes of a login: a session, or the question for a code. */
public sealed interface LoginAnswer permits SessionTokens, CodeNeeded {}
