package dev.holdfast.api.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Turns connections to one host into TLS, and verifies that the certificate is that host's: the
 * mail library, given a connection, takes it for one to this machine.
 */
final class StartTls extends SSLSocketFactory {
  private final String host;
  private final int port;
  private final SSLContext tls;

  StartTls(String host, int port, SSLContext tls) {
    this.host = host;
    this.port = port;
    this.tls = tls;
  }

  @Override
  public Socket createSocket(Socket plain, String ignored, int alsoIgnored, boolean autoClose)
      throws IOException {
    return GuardedSockets.secure(plain, host, port, tls);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getSocketFactory().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSocketFactory().getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String to, int at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String to, int at, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress to, int at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress to, int at, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException();
  }
}
