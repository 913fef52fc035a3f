package dev.holdfast.api.agent;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads and writes the data types of SSH (RFC 4251, section 5). */
final class AgentWire {
  private final ByteBuffer bytes;

  /** Reads from these bytes. */
  AgentWire(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** Bytes that are not what they have to be. */
  static final class Malformed extends Exception {
    Malformed(String message) {
      super(message);
    }
  }

  int number8() throws Malformed {
    need(1);
    return bytes.get() & 0xff;
  }

  byte[] string() throws Malformed {
    need(Integer.BYTES);
    int length = bytes.getInt();
    if (length < 0) {
      throw new Malformed("it ends early");
    }
    need(length);
    byte[] string = new byte[length];
    bytes.get(string);
    return string;
  }

  String text() throws Malformed {
    return new String(string(), StandardCharsets.UTF_8);
  }

  void end() throws Malformed {
    if (bytes.hasRemaining()) {
      throw new Malformed(bytes.remaining() + " bytes follow its end");
    }
  }

  private void need(int length) throws Malformed {
    if (bytes.remaining() < length) {
      throw new Malformed("it ends early");
    }
  }

  static byte[] string(byte[] value) {
    return ByteBuffer.allocate(Integer.BYTES + value.length)
        .putInt(value.length)
        .put(value)
        .array();
  }

  static byte[] string(String value) {
    return string(value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] number(BigInteger value) {
    return string(value.toByteArray());
  }

  static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
