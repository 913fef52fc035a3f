package dev.holdfast.cli.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server as it was typed.
 *
 * @param address {@code HOST[:PORT]}
 * @param key the file of the private key
 */
record NewServer(
    String name,
    String address,
    String user,
    String key,
    Map<String, String> labels,
    @Nullable String region) {}
