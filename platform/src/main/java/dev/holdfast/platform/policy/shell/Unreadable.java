package dev.holdfast.platform.policy.shell;

/** Says which part of a shell text cannot be read for certain, and what to write instead. */
public final class Unreadable extends Exception {
  public Unreadable(String message) {
    super(message, null, false, false);
  }
}
