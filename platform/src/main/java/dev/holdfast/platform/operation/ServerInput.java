package dev.holdfast.platform.operation;

import org.jspecify.annotations.Nullable;

/**
 * The input of an operation on one server, where it is its own.
 *
 * @param json the whole input, valid
 * @param origin null where nothing is kept for the server
 */
public record ServerInput(String json, @Nullable InputOrigin origin) {}
