package dev.holdfast.cli.operation;

/** The priorities that there are, as they are typed. */
public enum TypedPriority {
  low,
  normal,
  high,
  critical
}
