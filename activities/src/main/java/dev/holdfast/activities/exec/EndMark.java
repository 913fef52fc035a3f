package dev.holdfast.activities.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a {@link WatchedProgram} without its last line, which tells how it ended; for one
 * writing thread. Holds back what may be that line's beginning, until it is closed.
 */
final class EndMark extends OutputStream {
  /** Begins the line. */
  private static final char RECORD_SEPARATOR = 036;

  /** Longer than the numbers of all processes that one would tell. */
  private static final int LONGEST = 4096;

  private final byte[] start;
  private final OutputStream next;
  private final Runnable heard;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private volatile @Nullable End end;
  private volatile @Nullable String stale;
  private volatile @Nullable String fresh;

  /**
   * How it ended.
   *
   * @param session of the command
   * @param overtime whether it was ended because nobody waited any longer
   * @param left processes of it that could not be ended
   */
  record End(int exitCode, long session, boolean overtime, List<Long> left) {}

  /**
   * @param heard called once, when the program has ended and all that it wrote here has come
   */
  EndMark(String mark, OutputStream next, Runnable heard) {
    this.start = (RECORD_SEPARATOR + mark + " ").getBytes(StandardCharsets.US_ASCII);
    this.next = next;
    this.heard = heard;
  }

  /** The state of the session, where that was stale and nothing was run; else null. */
  @Nullable String stale() {
    return stale;
  }

  /** The name of the session, where that was found to be fresh; null where it was not looked at. */
  @Nullable String fresh() {
    return fresh;
  }

  /** How it ended; null if it has not, or was killed before it could tell. */
  @Nullable End end() {
    return end;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int until = offset + length;
    int from = offset;
    while (from < until) {
      if (held.size() == 0) {
        int at = end == null ? indexOf(bytes, from, until) : until;
        next.write(bytes, from, at - from);
        from = at;
      }
      if (from < until) {
        hold(bytes[from]);
        from++;
      }
    }
  }

  private void hold(byte b) throws IOException {
    int size = held.size();
    if (size > 0 && size < start.length && b != start[size]) {
      release();
      if (b != start[0]) {
        next.write(b);
        return;
      }
    }
    held.write(b);
    if (held.size() <= start.length) {
      return;
    }
    if (b == '\n') {
      read(held.toString(StandardCharsets.US_ASCII).substring(start.length).strip());
      held.reset();
    } else if (held.size() > LONGEST) {
      release();
    }
  }

  private void read(String told) {
    List<String> words = Arrays.asList(told.split(" ", -1));
    if (words.getFirst().equals("stale")) {
      stale = words.get(1);
      return;
    }
    if (words.getFirst().equals("fresh")) {
      fresh = words.get(1);
      return;
    }
    end =
        new End(
            Integer.parseInt(words.get(0)),
            Long.parseLong(words.get(1)),
            words.get(2).equals("yes"),
            words.stream().skip(3).map(Long::valueOf).toList());
    heard.run();
  }

  private int indexOf(byte[] bytes, int from, int until) {
    int at = from;
    while (at < until && bytes[at] != start[0]) {
      at++;
    }
    return at;
  }

  private void release() throws IOException {
    byte[] bytes = held.toByteArray();
    held.reset();
    next.write(bytes);
  }

  /** Passes on what it has held back; the stream behind it stays open. */
  @Override
  public void close() throws IOException {
    release();
  }
}
