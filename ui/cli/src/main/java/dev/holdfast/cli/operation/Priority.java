package dev.holdfast.cli.operation;

/** The priorities that there are, as they are typed. */
public enum Priority {
  low,
  normal,
  high,
  critical
}
