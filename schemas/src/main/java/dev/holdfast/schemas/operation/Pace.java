package dev.holdfast.schemas.operation;

/**
 * How an operation goes about its servers at present.
 *
 * @param concurrency servers changed at the same time
 * @param wave the wave under way, from 1
 * @param waves how many there are; 1 where the servers were not divided
 */
public record Pace(int concurrency, int wave, int waves) {}
