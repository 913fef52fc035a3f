package dev.holdfast.api.notify;

import dev.holdfast.api.outbound.Destinations;
import dev.holdfast.api.outbound.Purpose;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Connects to where sinks may send, and nowhere else. Thread-safe. */
final class GuardedSockets {
  private static final int CONNECT_MILLIS = 5_000;

  private final Destinations destinations;
  private final Duration limit;

  /**
   * @param limit how long to wait for the other side
   */
  GuardedSockets(Destinations destinations, Duration limit) {
    this.destinations = destinations;
    this.limit = limit;
  }

  /** Connects to the first address of a host that accepts it. */
  Socket connect(String host, int port) throws IOException {
    IOException refused = new IOException();
    for (InetAddress address : destinations.resolve(host, Purpose.SINKS)) {
      var socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
        socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
        return socket;
      } catch (IOException e) {
        close(socket);
        refused = e;
      }
    }
    throw refused;
  }

  /** The same with TLS, and a certificate of the host. */
  Socket connect(String host, int port, SSLContext tls) throws IOException {
    return secure(connect(host, port), host, port, tls);
  }

  /** Turns a connection to a host into TLS, and verifies that the certificate is the host's. */
  static SSLSocket secure(Socket plain, String host, int port, SSLContext tls) throws IOException {
    try {
      SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    } catch (IOException e) {
      close(plain);
      throw e;
    }
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }
}
