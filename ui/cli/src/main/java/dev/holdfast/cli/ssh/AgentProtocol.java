package dev.holdfast.cli.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The two requests of the SSH agent protocol (draft-miller-ssh-agent) that logging in needs; every
 * other is answered with a failure.
 */
final class AgentProtocol {
  private static final int FAILURE = 5;
  private static final int REQUEST_IDENTITIES = 11;
  private static final int IDENTITIES_ANSWER = 12;
  private static final int SIGN_REQUEST = 13;
  private static final int SIGN_RESPONSE = 14;

  private final Signer signer;

  AgentProtocol(Signer signer) {
    this.signer = signer;
  }

  /** The answer to a message; both without the length that stands before them on the wire. */
  byte[] answer(byte[] message) {
    ByteBuffer request = ByteBuffer.wrap(message);
    try {
      return switch (request.get() & 0xff) {
        case REQUEST_IDENTITIES -> identities(signer.keys());
        case SIGN_REQUEST -> signature(request);
        default -> failure();
      };
    } catch (BufferUnderflowException e) {
      return failure();
    }
  }

  private static byte[] identities(List<PublicKey> keys) {
    var answer = new ByteArrayOutputStream();
    answer.write(IDENTITIES_ANSWER);
    answer.writeBytes(number(keys.size()));
    for (PublicKey key : keys) {
      answer.writeBytes(string(key.blob()));
      answer.writeBytes(string(new byte[0])); // the comment
    }
    return answer.toByteArray();
  }

  private byte[] signature(ByteBuffer request) {
    byte[] key = string(request);
    byte[] data = string(request);
    int flags = request.getInt();
    if (request.hasRemaining()) {
      return failure();
    }
    return signer
        .sign(key, data, flags)
        .map(signature -> {
          var answer = new ByteArrayOutputStream();
          answer.write(SIGN_RESPONSE);
          answer.writeBytes(string(signature));
          return answer.toByteArray();
        })
        .orElseGet(AgentProtocol::failure);
  }

  private static byte[] failure() {
    return new byte[] {FAILURE};
  }

  private static byte[] string(ByteBuffer from) {
    int length = from.getInt();
    if (length < 0 || length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  private static byte[] string(byte[] bytes) {
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
