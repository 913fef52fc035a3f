package dev.holdfast.platform.operation;

import java.security.SecureRandom;
import java.time.Instant;

/** Ids of operations: {@code op-} and 16 letters and digits that sort by time. */
public final class OperationIds {
  /** Crockford's base 32: no i, l, o, u, so that an id can be read aloud. */
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

  private static final SecureRandom RANDOM = new SecureRandom();

  private OperationIds() {}

  /** A new id: 48 bits of milliseconds, then 32 random bits. */
  public static String next() {
    long millis = Instant.now().toEpochMilli();
    long random = Integer.toUnsignedLong(RANDOM.nextInt());
    // 80 bits are exactly 16 digits of 5 bits; the upper 40 hold the time without its last byte.
    long high = millis >>> 8;
    long low = ((millis & 0xff) << 32) | random;
    return "op-" + digits(high) + digits(low);
  }

  private static String digits(long fortyBits) {
    var text = new StringBuilder(8);
    for (int shift = 35; shift >= 0; shift -= 5) {
      text.append(DIGITS.charAt((int) (fortyBits >>> shift) & 31));
    }
    return text.toString();
  }
}
