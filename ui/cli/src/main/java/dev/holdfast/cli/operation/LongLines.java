package dev.holdfast.cli.operation;

/**
 * Makes lines of text that arrives in pieces. A line longer than {@link #MOST} is handed over in
 * parts, so that memory stays flat whatever a server says.
 */
final class LongLines {
  /** In characters. */
  static final int MOST = 1 << 16;

  private final StringBuilder unfinished = new StringBuilder();
  private boolean begun;

  /** Takes a part of a line, without its line break. */
  @FunctionalInterface
  interface Taker {
    void part(String text, boolean first, boolean last);
  }

  /** Takes the next piece and hands over what it completes. */
  void take(String piece, Taker taker) {
    int at = 0;
    while (at < piece.length()) {
      int end = piece.indexOf('\n', at);
      int stop = end < 0 ? piece.length() : end;
      while (unfinished.length() + stop - at > MOST) {
        int cut = at + MOST - unfinished.length();
        // A character of two parts stays whole.
        if (cut > at && Character.isHighSurrogate(piece.charAt(cut - 1))) {
          cut--;
        }
        unfinished.append(piece, at, cut);
        handOver(taker, false);
        at = cut;
      }
      unfinished.append(piece, at, stop);
      if (end >= 0) {
        handOver(taker, true);
      }
      at = stop + 1;
    }
  }

  /** Hands over what never got its line break. */
  void end(Taker taker) {
    if (begun || !unfinished.isEmpty()) {
      handOver(taker, true);
    }
  }

  private void handOver(Taker taker, boolean last) {
    String text = unfinished.toString();
    boolean first = !begun;
    unfinished.setLength(0);
    begun = !last;
    taker.part(text, first, last);
  }
}
