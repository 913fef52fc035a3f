package dev.holdfast.activities.ssh.mina;

import dev.holdfast.schemas.server.Server;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** An ssh-agent on this machine, over its UNIX socket, for the servers that are logged in to so. */
final class MinaAgent extends AbstractAgentProxy {
  private static final int MOST_BYTES = 256 << 10;

  private final SocketChannel channel;

  private MinaAgent(SocketChannel channel) {
    super(null);
    this.channel = channel;
  }

  /**
   * The agent's socket; null if the server is not logged in to by an agent.
   *
   * @return an empty path if there should be one and this process knows none
   */
  static @Nullable String socket(Server server) {
    String agent = server.access().agent();
    if (agent == null || !agent.isEmpty()) {
      return agent;
    }
    String environment = System.getenv("SSH_AUTH_SOCK");
    return environment == null ? "" : environment;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  protected Buffer request(Buffer request) throws IOException {
    synchronized (channel) {
      ByteBuffer bytes = ByteBuffer.wrap(request.array(), request.rpos(), request.available());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      int length = read(4).getInt();
      if (length < 1 || length > MOST_BYTES) {
        throw new IOException("the ssh-agent answers nonsense");
      }
      return new ByteArrayBuffer(read(length).array());
    }
  }

  private ByteBuffer read(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("the ssh-agent hung up");
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    super.close();
  }

  /** Connects to the agent that the session's server is logged in to by, and forwards none. */
  static final class Factory implements SshAgentFactory {
    @Override
    public @Nullable SshAgent createClient(Session session, FactoryManager manager)
        throws IOException {
      Handshake handshake = Handshake.of(session);
      String socket = handshake == null ? null : socket(handshake.server());
      if (socket == null) {
        return null;
      }
      return new MinaAgent(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    @Override
    public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
      return List.of();
    }

    @Override
    public SshAgentServer createServer(ConnectionService service) {
      throw new UnsupportedOperationException("no agent is forwarded");
    }
  }
}
