package dev.holdfast.activities.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256. */
final class Digests {
  private static final int BUFFER = 256 << 10;

  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of the first bytes of a content, in hexadecimal. */
  static String of(Content content, long length) {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = content.open(0)) {
      for (long left = length; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(left, BUFFER));
        if (n < 0) {
          throw new IOException("the content is shorter than " + length + " bytes");
        }
        digest.update(buffer, 0, n);
        left -= n;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
