package dev.holdfast.activities.ssh;

/**
 * How a command ended; its output read as UTF-8.
 *
 * @param exitCode 0–255; 128 + n if signal n ended it
 */
public record ExecResult(int exitCode, String stdout, String stderr) {}
