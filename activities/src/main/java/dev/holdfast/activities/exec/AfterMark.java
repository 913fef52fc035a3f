package dev.holdfast.activities.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Passes on what comes after a line with a mark, and keeps what came before it, within limits. */
final class AfterMark extends OutputStream {
  private static final int LOOKED_AT = 1 << 20;

  private final OutputStream next;
  private final byte[] mark;
  private final ByteArrayOutputStream before = new ByteArrayOutputStream();
  private boolean seen;

  AfterMark(String mark, OutputStream next) {
    this.mark = (mark + "\n").getBytes(StandardCharsets.UTF_8);
    this.next = next;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (seen) {
      next.write(bytes, offset, length);
      return;
    }
    before.write(bytes, offset, length);
    byte[] all = before.toByteArray();
    int at = find(all, Math.max(0, all.length - length - mark.length));
    if (at >= 0) {
      seen = true;
      int from = at + mark.length;
      before.reset();
      next.write(all, from, all.length - from);
    } else if (all.length > LOOKED_AT) {
      throw new IOException("the login scripts print without end");
    }
  }

  boolean seen() {
    return seen;
  }

  /** What was there instead of the mark. */
  String noise() {
    return before.toString(StandardCharsets.UTF_8);
  }

  private int find(byte[] all, int from) {
    for (int i = from; i + mark.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + mark.length, mark, 0, mark.length)) {
        return i;
      }
    }
    return -1;
  }
}
