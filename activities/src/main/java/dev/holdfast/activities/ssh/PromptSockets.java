package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes the socket of one connection, without Nagle's algorithm, which costs 40 ms a command. */
final class PromptSockets extends SocketFactory {
  private final LifeSigns signs;
  private volatile Socket socket = new Socket();

  PromptSockets(LifeSigns signs) {
    this.signs = signs;
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket made = new WatchedSocket(signs);
    made.setTcpNoDelay(true);
    socket = made;
    return made;
  }

  /** Ends the connection at once, whatever waits for it. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }
}
