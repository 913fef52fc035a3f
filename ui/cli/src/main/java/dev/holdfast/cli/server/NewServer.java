package dev.holdfast.cli.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server as it was typed, without its login and trust.
 *
 * @param address {@code HOST[:PORT]}
 */
record NewServer(
    String name,
    String address,
    String user,
    Map<String, String> labels,
    @Nullable String region) {}
