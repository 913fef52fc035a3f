package dev.holdfast.activities.diagnose;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The algorithms that a server offers, as RFC 4253 (section 7.1) has them in SSH_MSG_KEXINIT.
 *
 * @param cipher to the server, which every server in use offers in the other direction as well
 * @param cipherBack from the server
 * @param mac to the server
 * @param macBack from the server
 */
record KexInit(
    List<String> kex,
    List<String> hostKey,
    List<String> cipher,
    List<String> cipherBack,
    List<String> mac,
    List<String> macBack) {
  private static final int LONGEST_PACKET = 35_000;
  private static final int DISCONNECT = 1;
  private static final int KEXINIT = 20;
  private static final int COOKIE = 16;

  /**
   * Reads the binary packet that comes first on a connection, in the clear.
   *
   * @throws IOException if it is another one
   */
  static KexInit read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    try {
      int length = data.readInt();
      int padding = data.readUnsignedByte();
      int payload = length - padding - 1;
      if (length > LONGEST_PACKET || payload < 1) {
        throw new IOException("it sends no SSH packet after its greeting");
      }
      byte[] bytes = data.readNBytes(payload);
      if (bytes.length < payload) {
        throw new EOFException();
      }
      return parse(ByteBuffer.wrap(bytes));
    } catch (EOFException e) {
      throw new IOException("it closed the connection after its greeting", e);
    }
  }

  private static KexInit parse(ByteBuffer payload) throws IOException {
    try {
      int type = payload.get();
      if (type == DISCONNECT) {
        int reason = payload.getInt();
        throw new IOException(
            "it ended the connection, reason %d: %s".formatted(reason, text(payload)));
      }
      if (type != KEXINIT) {
        throw new IOException("it sends message %d instead of its algorithms".formatted(type));
      }
      payload.position(payload.position() + COOKIE);
      return new KexInit(
          list(payload), list(payload), list(payload), list(payload), list(payload), list(payload));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("its offer of algorithms is cut short", e);
    }
  }

  private static List<String> list(ByteBuffer payload) {
    String names = text(payload);
    return names.isEmpty() ? List.of() : List.of(names.split(","));
  }

  private static String text(ByteBuffer payload) {
    int length = payload.getInt();
    if (length < 0 || length > payload.remaining()) {
      throw new IllegalArgumentException("a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    payload.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?");
  }
}
