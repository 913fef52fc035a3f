package dev.holdfast.platform.atrest;

/**
 * How well what is remembered serves, since the process was started.
 *
 * @param entries that are remembered
 * @param hits questions that needed no look into the database
 * @param misses questions that needed one
 */
public record CacheFigures(int entries, long hits, long misses) {}
