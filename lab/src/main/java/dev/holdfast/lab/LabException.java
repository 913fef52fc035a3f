package dev.holdfast.lab;

import org.jspecify.annotations.Nullable;

/** The lab cannot do what it was asked to; the message says why and what to do. */
public final class LabException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public LabException(String message) {
    super(message);
  }

  public LabException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
