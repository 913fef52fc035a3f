package dev.holdfast.activities.ssh;

/** What a program said, as part of a message of one line. */
public final class OneLine {
  private static final int LONGEST = 500;

  private OneLine() {}

  /** Its lines with semicolons between; of a long text the end, which is where the reason is. */
  public static String of(String said) {
    String line = said.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
    return line.length() <= LONGEST ? line : "… " + line.substring(line.length() - LONGEST);
  }
}
