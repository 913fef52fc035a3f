package dev.holdfast.schemas.gate;

/**
 * On which servers a gate is tried: those of a wave that are done.
 *
 * @param after only those that come after this name
 * @param through and not after this one
 * @param queue the task queue of what talks to them
 */
public record GateServers(String after, String through, String queue) {}
