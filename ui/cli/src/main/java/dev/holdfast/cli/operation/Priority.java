package dev.holdfast.cli.operation;

/** The priorities that there are, as they are typed. */
enum Priority {
  low,
  normal,
  high,
  critical
}
