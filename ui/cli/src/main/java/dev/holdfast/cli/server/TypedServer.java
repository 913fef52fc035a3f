package dev.holdfast.cli.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server as it was typed, without its login and trust.
 *
 * @param address {@code HOST[:PORT]}
 * @param aliasOf the registered server that is the same machine
 */
record TypedServer(
    String name,
    String address,
    String user,
    Map<String, String> labels,
    @Nullable String region,
    @Nullable String aliasOf) {}
