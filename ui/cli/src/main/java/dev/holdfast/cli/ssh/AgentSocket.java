package dev.holdfast.cli.ssh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** An SSH agent on a UNIX socket; whoever can reach the socket may use it. */
final class AgentSocket implements AutoCloseable {
  /** As much as OpenSSH's own agent takes. */
  private static final int LONGEST = 256 * 1024;

  private final ServerSocketChannel server;
  private final AgentProtocol protocol;

  private AgentSocket(ServerSocketChannel server, AgentProtocol protocol) {
    this.server = server;
    this.protocol = protocol;
  }

  /** Serves on a socket that does not exist yet, until closed. */
  static AgentSocket open(Path path, AgentProtocol protocol) {
    try {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path));
      var socket = new AgentSocket(server, protocol);
      Thread.ofVirtual().name("ssh-agent").start(socket::accept);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        Thread.ofVirtual().name("ssh-agent-client").start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        var in = new DataInputStream(Channels.newInputStream(client));
        var out = new DataOutputStream(Channels.newOutputStream(client))) {
      while (true) {
        int length = in.readInt();
        if (length < 1 || length > LONGEST) {
          return;
        }
        byte[] answer = protocol.answer(in.readNBytes(length));
        out.writeInt(answer.length);
        out.write(answer);
        out.flush();
      }
    } catch (EOFException e) {
      // the client has what it wanted
    } catch (IOException e) {
      // the client is gone; another one will come
    }
  }
}
