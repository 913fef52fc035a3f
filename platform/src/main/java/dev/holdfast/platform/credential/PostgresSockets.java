package dev.holdfast.platform.credential;

import dev.holdfast.platform.outbound.AddressKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that connect to a database only where the rule lets them. The very address is looked at
 * that is connected to, so that a name that has come to mean another one helps nobody. Made by
 * PostgreSQL's driver, by its name.
 */
public final class PostgresSockets extends SocketFactory {
  private final int allowed;

  /**
   * @param allowed the value of the rule's setting
   */
  public PostgresSockets(String allowed) {
    this.allowed = Integer.parseInt(allowed);
  }

  /** Whether a rule of this value lets connect to such an address. */
  private static boolean allows(int allowed, AddressKind kind) {
    return switch (kind) {
      case PUBLIC -> true;
      case PRIVATE -> allowed >= 1;
      case THIS_MACHINE -> allowed >= 2;
      case NEVER -> false;
    };
  }

  private static final class Guarded extends Socket {
    private final int allowed;

    Guarded(int allowed) {
      this.allowed = allowed;
    }

    @Override
    public void connect(SocketAddress to, int timeout) throws IOException {
      if (to instanceof InetSocketAddress found && found.getAddress() != null) {
        AddressKind kind = AddressKind.of(found.getAddress());
        if (!allows(allowed, kind)) {
          throw RefusedAddress.of(kind);
        }
      }
      super.connect(to, timeout);
    }
  }

  @Override
  public Socket createSocket() {
    return new Guarded(allowed);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  private Socket connected(InetSocketAddress to) throws IOException {
    Socket socket = createSocket();
    socket.connect(to, 0);
    return socket;
  }
}
