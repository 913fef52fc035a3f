package dev.holdfast.platform.change;

/** Where text in UTF-8 may be cut. */
public final class Characters {
  private static final int LONGEST = 4;

  private Characters() {}

  /**
   * The end nearest before {@code to} that cuts no character; {@code to} itself where the bytes are
   * none, or are so few that nothing would be left.
   */
  public static int cut(byte[] bytes, int from, int to) {
    for (int back = 1; back < LONGEST && to - back > from; back++) {
      int b = bytes[to - back] & 0xff;
      if (b >= 0xc0) {
        int needs = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
        return needs > back ? to - back : to;
      }
      if (b < 0x80) {
        return to;
      }
    }
    return to;
  }
}
