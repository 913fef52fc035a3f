package dev.holdfast.activities.ssh;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How much of what was written to a socket the other end has not acknowledged, as Linux shows it.
 * Java has no way to ask the socket itself.
 */
final class SendQueue {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp6"), Path.of("/proc/self/net/tcp"));

  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int QUEUES = 4;
  private static final int HEXADECIMAL = 16;

  private SendQueue() {}

  /** Bytes; empty where the system does not tell. Reads a table of all connections. */
  static OptionalLong of(Socket socket) {
    InetAddress local = socket.getLocalAddress();
    InetAddress remote = socket.getInetAddress();
    if (local == null || remote == null) {
      return OptionalLong.empty();
    }
    return of(TABLES, end(local, socket.getLocalPort()), end(remote, socket.getPort()));
  }

  /**
   * @param local how the local end is shown, or the end of that
   */
  static OptionalLong of(List<Path> tables, String local, String remote) {
    for (Path table : tables) {
      try (BufferedReader lines = Files.newBufferedReader(table)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] fields = line.strip().split(" +", QUEUES + 2);
          if (fields.length > QUEUES
              && fields[LOCAL].endsWith(local)
              && fields[REMOTE].endsWith(remote)) {
            String queue = fields[QUEUES].substring(0, fields[QUEUES].indexOf(':'));
            return OptionalLong.of(Long.parseLong(queue, HEXADECIMAL));
          }
        }
      } catch (IOException e) {
        // Another system, or one without this protocol.
      }
    }
    return OptionalLong.empty();
  }

  /**
   * An address as the tables show it: words of 32 bits as this machine reads them. An IPv4 address
   * ends its IPv6 form, too.
   */
  static String end(InetAddress address, int port) {
    ByteBuffer words = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.nativeOrder());
    StringBuilder text = new StringBuilder();
    while (words.hasRemaining()) {
      text.append(String.format(Locale.ROOT, "%08X", words.getInt()));
    }
    return text + String.format(Locale.ROOT, ":%04X", port);
  }
}
