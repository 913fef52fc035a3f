package dev.holdfast.activities.ssh;

import dev.holdfast.platform.ssh.Wire;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** An ssh-agent on this machine (draft-miller-ssh-agent); not thread-safe. */
final class SshAgent implements AutoCloseable {
  private static final byte REQUEST_IDENTITIES = 11;
  private static final byte IDENTITIES_ANSWER = 12;
  private static final byte SIGN_REQUEST = 13;
  private static final byte SIGN_RESPONSE = 14;
  private static final int RSA_SHA2_512 = 4;
  private static final int MOST_BYTES = 256 << 10;
  private static final int MOST_KEYS = 1000;

  private final SocketChannel channel;

  private SshAgent(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws IOException if no agent listens on this socket
   */
  static SshAgent connect(String socket) throws IOException {
    return new SshAgent(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  /** The public keys and certificates that it can sign for, as SSH writes them. */
  List<byte[]> identities() throws IOException {
    Wire answer = ask(new byte[] {REQUEST_IDENTITIES}, IDENTITIES_ANSWER);
    int count = answer.uint32();
    if (count < 0 || count > MOST_KEYS) {
      throw new IOException("the agent answers nonsense");
    }
    List<byte[]> identities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      identities.add(answer.string());
      answer.string(); // the comment
    }
    return identities;
  }

  /** The signature of the key over the data as SSH writes it; RSA signs with SHA-512. */
  byte[] sign(byte[] key, byte[] data) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(request);
    out.writeByte(SIGN_REQUEST);
    out.writeInt(key.length);
    out.write(key);
    out.writeInt(data.length);
    out.write(data);
    out.writeInt(RSA_SHA2_512);
    return ask(request.toByteArray(), SIGN_RESPONSE).string();
  }

  private Wire ask(byte[] request, byte expected) throws IOException {
    ByteBuffer message =
        ByteBuffer.allocate(4 + request.length).putInt(request.length).put(request);
    message.flip();
    while (message.hasRemaining()) {
      channel.write(message);
    }
    int length = read(4).getInt();
    if (length < 1 || length > MOST_BYTES) {
      throw new IOException("the agent answers nonsense");
    }
    ByteBuffer answer = read(length);
    if (answer.get() != expected) {
      throw new IOException("the agent refuses");
    }
    byte[] rest = new byte[answer.remaining()];
    answer.get(rest);
    return new Wire(rest);
  }

  private ByteBuffer read(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("the agent hung up");
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }
}
