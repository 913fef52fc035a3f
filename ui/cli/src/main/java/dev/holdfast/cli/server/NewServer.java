package dev.holdfast.cli.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server as it was typed.
 *
 * @param address {@code HOST[:PORT]}
 * @param key the file of the private key
 * @param sudoPasswordFile the file of what the user types for sudo, or {@code -}
 */
record NewServer(
    String name,
    String address,
    String user,
    String key,
    @Nullable String sudoPasswordFile,
    Map<String, String> labels,
    @Nullable String region) {}
