package dev.holdfast.cli;

/** Text of a server or of another person, made harmless for the terminal it is shown on. */
public final class Printable {
  private Printable() {}

  /** The text on one line, without anything that could steer a terminal. */
  public static String line(String text) {
    return clean(text.strip().replaceAll("\\s*\\R\\s*", " "));
  }

  /** One line of a text as it is, its indentation included. */
  public static String clean(String line) {
    return line.replace("\t", "    ").replaceAll("\\p{Cntrl}", "?");
  }
}
