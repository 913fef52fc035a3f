package dev.holdfast.platform.ssh;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads SSH's wire format (RFC 4251, section 5).
 *
 * <p>Every method throws {@link IllegalArgumentException} where the bytes end early.
 */
public final class Wire {
  private final ByteBuffer bytes;

  public Wire(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  public byte[] string() {
    int length = uint32();
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("ends early");
    }
    byte[] string = new byte[length];
    bytes.get(string);
    return string;
  }

  public String text() {
    return new String(string(), StandardCharsets.UTF_8);
  }

  public BigInteger mpint() {
    byte[] number = string();
    return number.length == 0 ? BigInteger.ZERO : new BigInteger(number);
  }

  public int uint32() {
    try {
      return bytes.getInt();
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("ends early", e);
    }
  }

  /** An unsigned number of 64 bits, as the bits of a long. */
  public long uint64() {
    try {
      return bytes.getLong();
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("ends early", e);
    }
  }

  /** All strings up to the end. */
  public List<String> texts() {
    List<String> all = new ArrayList<>();
    while (!atEnd()) {
      all.add(text());
    }
    return all;
  }

  public boolean atEnd() {
    return !bytes.hasRemaining();
  }

  /** How many bytes were read. */
  public int position() {
    return bytes.position();
  }
}
