package dev.holdfast.activities.ssh;

/**
 * How a command ended.
 *
 * @param exitCode 0–255; 128 + n if signal n ended it
 */
public record ExecResult(int exitCode, byte[] stdout, byte[] stderr) {}
