package dev.holdfast.platform.containers;

import org.jspecify.annotations.Nullable;

/**
 * What a container uses at a moment.
 *
 * @param cpu percent of what it may use, over the time since the sample before; null where there is
 *     none
 * @param memory bytes, without what could be given back at once
 * @param memoryLimit bytes that it may use at most
 * @param connections that are open; null where its network is not its own
 * @param received bytes since it was started, from its own network; null likewise
 * @param sent likewise
 * @param restarts how often the engine has restarted it by itself
 * @param health as its own check says; null where it has none
 */
public record ContainerSample(
    String container,
    @Nullable Double cpu,
    @Nullable Long memory,
    long memoryLimit,
    @Nullable Integer processes,
    @Nullable Integer connections,
    @Nullable Long received,
    @Nullable Long sent,
    int restarts,
    @Nullable String health) {}
