package dev.holdfast.lab;

/** Hears, line by line, what the lab is doing; may be called from several threads. */
@FunctionalInterface
public interface LabProgress {

  /** Takes one plain line without a line break. */
  void line(String line);

  /** Hears nothing. */
  static LabProgress silent() {
    return line -> {};
  }
}
