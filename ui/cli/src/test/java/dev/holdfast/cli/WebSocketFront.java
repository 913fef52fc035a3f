package dev.holdfast.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Stands before a {@link TestPlatform} and adds what its HTTP server lacks: a WebSocket. */
public final class WebSocketFront implements AutoCloseable {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private final ServerSocket listener;
  private final int behind;
  private final List<String> handshakes = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Consumer<WebSocketFront> onConnect;

  /**
   * @param onConnect runs after each handshake
   */
  public WebSocketFront(int behind, Consumer<WebSocketFront> onConnect) {
    this.behind = behind;
    this.onConnect = onConnect;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** The first lines and headers of all handshakes. */
  public List<String> handshakes() {
    return handshakes;
  }

  /** Sends a text to everybody who listens. */
  public void push(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      for (Socket socket : open) {
        var frame = new DataOutputStream(socket.getOutputStream());
        // A whole text of 126 bytes or more: its length has 16 bits (RFC 6455, section 5.2).
        frame.writeShort(0x817e);
        frame.writeShort(bytes.length);
        frame.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Breaks all WebSocket connections, as a platform that is killed does. */
  public void cut() {
    for (Socket socket : open) {
      close(socket);
    }
    open.clear();
  }

  @Override
  public void close() {
    cut();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try {
      String head = head(client.getInputStream());
      if (head.startsWith("GET /ws/")) {
        handshake(client, head);
        return;
      }
      try (client;
          Socket http = new Socket(InetAddress.getLoopbackAddress(), behind)) {
        // One request a connection, so that the next may be a handshake.
        http.getOutputStream()
            .write(
                head.replaceFirst("\r\n", "\r\nConnection: close\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
        Thread back = Thread.ofVirtual().start(() -> pipe(http, client));
        pipe(client, http);
        back.join();
      }
    } catch (IOException | GeneralSecurityException e) {
      close(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handshake(Socket client, String head) throws IOException, GeneralSecurityException {
    String key = head.replaceAll("(?is).*sec-websocket-key: *([^\\r]+)\\r.*", "$1");
    byte[] digest =
        MessageDigest.getInstance("SHA-1")
            .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(digest)
            + "\r\n\r\n";
    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    handshakes.add(head);
    open.add(client);
    onConnect.accept(this);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int b = in.read();
    while (b >= 0) {
      head.write(b);
      if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        break;
      }
      b = in.read();
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static void pipe(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
