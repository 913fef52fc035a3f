package dev.holdfast.cli;

/** How a command answers: for a person, or as JSON alone on standard output. */
public enum Format {
  text,
  json
}
