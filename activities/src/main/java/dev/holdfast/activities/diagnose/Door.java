package dev.holdfast.activities.diagnose;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A TCP connection to what should be an sshd, for the part of SSH that is in the clear. */
final class Door implements Closeable {
  private static final Duration SILENCE = Duration.ofSeconds(4);
  private static final String GREETING = "SSH-2.0-Holdfast\r\n";

  private final InetAddress address;
  private final Socket socket;
  private final InputStream in;
  private final long connectNanos;

  private Door(InetAddress address, Socket socket, long connectNanos) throws IOException {
    this.address = address;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.connectNanos = connectNanos;
  }

  /** Connects, in one round trip. */
  static Door open(InetAddress address, int port, Duration timeout) throws IOException {
    Socket socket = new Socket();
    long begun = System.nanoTime();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
      socket.setSoTimeout(Math.toIntExact(SILENCE.toMillis()));
      return new Door(address, socket, System.nanoTime() - begun);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  InetAddress address() {
    return address;
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, socket.getPort());
  }

  long connectNanos() {
    return connectNanos;
  }

  /**
   * Greets, because what is no SSH server often says nothing before it is spoken to, and reads the
   * greeting.
   */
  Greeting greet() throws IOException {
    try {
      socket.getOutputStream().write(GREETING.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It has closed already; what it said before is still to be read.
    }
    return Greeting.read(in);
  }

  /** Reads the server's offer of algorithms, which follows its greeting. */
  KexInit kexInit() throws IOException {
    return KexInit.read(in);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }
}
