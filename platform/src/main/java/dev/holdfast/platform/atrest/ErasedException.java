package dev.holdfast.platform.atrest;

/** The content of an owner was erased: nothing of it can be written any more. */
public final class ErasedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  ErasedException(KeyOwner owner) {
    super("The content of " + owner.id() + " was erased; nothing can be added to it.");
  }
}
