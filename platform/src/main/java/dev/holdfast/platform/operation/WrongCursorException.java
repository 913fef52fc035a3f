package dev.holdfast.platform.operation;

/** A word in place of a cursor that no list of this kind has given out. */
public final class WrongCursorException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public WrongCursorException() {
    super("is not a cursor that this list gave out");
  }
}
