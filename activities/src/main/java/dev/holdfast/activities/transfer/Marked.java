package dev.holdfast.activities.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Passes on what comes after a line with a mark; login scripts may print what they like before. */
final class Marked extends OutputStream {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] line;
  private final OutputStream next;
  private int matched;

  Marked(String mark, OutputStream next) {
    this.line = ("\n" + mark + "\n").getBytes(StandardCharsets.US_ASCII);
    this.next = next;
  }

  /** A mark that nobody can know before: 16 hexadecimal digits. */
  static String mark() {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Whether the line has come. */
  boolean found() {
    return matched == line.length;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end && !found()) {
      byte b = bytes[at++];
      // Only its first byte can begin the line anew.
      matched = b == line[matched] ? matched + 1 : b == line[0] ? 1 : 0;
    }
    if (at < end) {
      next.write(bytes, at, end - at);
    }
  }
}
