package dev.holdfast.activities.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a server says of a tree; bytes are read as ISO 8859-1, so that every name survives.
 */
final class TreeOutput extends ByteArrayOutputStream {
  /** About a million entries. */
  private static final int MOST = 256 << 20;

  @Override
  public void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (count + length > MOST) {
      throw new IllegalStateException("the directory holds more entries than can be compared");
    }
    super.write(bytes, offset, length);
  }

  /** Where the first such text ends; -1 if there is none. */
  synchronized int find(String text) {
    int at = find(text, 0);
    return at < 0 ? -1 : at + text.length();
  }

  /** Where the next such text begins; -1 if there is none. */
  synchronized int find(String text, int from) {
    byte[] sought = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = from; at <= count - sought.length; at++) {
      int same = 0;
      while (same < sought.length && buf[at + same] == sought[same]) {
        same++;
      }
      if (same == sought.length) {
        return at;
      }
    }
    return -1;
  }

  synchronized String text(int from, int to) {
    return new String(buf, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** The field that ends with the next NUL; null where none ends. */
  synchronized @Nullable String field(int from) {
    for (int at = from; at < count; at++) {
      if (buf[at] == 0) {
        return text(from, at);
      }
    }
    return null;
  }
}
