package dev.holdfast.schemas.operation;

/**
 * An input that loosens a server by what it leaves out: whoever gives none means the last one that
 * was confirmed there.
 */
public interface ContinuedInput {}
