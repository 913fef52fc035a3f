package dev.holdfast.api.notify;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * A connection to one broker of Kafka: one question at a time. The messages are the library's; its
 * own client connects to whatever a broker names, and makes room for as many bytes as one says that
 * it will send. Not thread-safe.
 */
final class KafkaBroker implements AutoCloseable {
  /** Some ten thousand partitions of a topic. */
  private static final int LONGEST_ANSWER = 1 << 20;

  private static final int SHORTEST_ANSWER = Integer.BYTES;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int questions;

  KafkaBroker(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /**
   * Asks, and returns what the broker answers.
   *
   * @throws IOException if it does not answer as Kafka does
   */
  <T extends AbstractResponse> T ask(AbstractRequest question, Class<T> type) throws IOException {
    var header = new RequestHeader(question.apiKey(), question.version(), "holdfast", ++questions);
    ByteBuffer bytes = question.serializeWithHeader(header);
    var frame = new byte[Integer.BYTES + bytes.remaining()];
    ByteBuffer.wrap(frame).putInt(bytes.remaining()).put(bytes);
    out.write(frame);
    out.flush();
    int length = in.readInt();
    if (length < SHORTEST_ANSWER || length > LONGEST_ANSWER) {
      throw new NotKafka();
    }
    byte[] answer = in.readNBytes(length);
    if (answer.length < length) {
      throw new EOFException();
    }
    try {
      return type.cast(AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header));
    } catch (RuntimeException e) {
      // Whatever the library's readers throw at bytes that they do not expect.
      throw new NotKafka();
    }
  }

  /** What is there speaks something else. */
  static final class NotKafka extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void close() {
    GuardedSockets.close(socket);
  }
}
