package dev.holdfast.schemas.gate;

/**
 * Which gate is tried.
 *
 * @param number of the gate, from 1
 * @param wave after which it is tried, from 1
 * @param round of trying the gates of the operation, from 1
 * @param until when it must hold, in milliseconds since 1970
 */
public record GateTry(String operation, int number, int wave, int round, long until) {}
