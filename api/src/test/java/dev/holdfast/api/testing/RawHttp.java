package dev.holdfast.api.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests byte by byte as they are given, which a proper client would mend: keeps the
 * connection for as long as the server does.
 */
public final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final int port;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  public RawHttp(int port) {
    this.port = port;
  }

  /** What was answered; header names are in lower case. */
  public record Answer(int status, List<String> headers, String body) {
    public boolean isProblem() {
      return headers.contains("content-type: application/problem+json");
    }
  }

  /** Sends {@code METHOD TARGET HTTP/1.1} with these header lines, and an empty body. */
  public Answer send(String method, String target, String... headers) throws IOException {
    var head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: 0\r\n\r\n");
    byte[] request = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    boolean fresh = socket == null;
    try {
      return exchange(request, method);
    } catch (IOException e) {
      close();
      if (fresh) {
        throw e;
      }
      // The server has closed the connection that it had kept until then.
      return exchange(request, method);
    }
  }

  private Answer exchange(byte[] request, String method) throws IOException {
    Socket open = socket;
    InputStream input = in;
    if (open == null || input == null) {
      open = new Socket(InetAddress.getLoopbackAddress(), port);
      open.setTcpNoDelay(true);
      open.setSoTimeout(PATIENCE_MILLIS);
      input = new BufferedInputStream(open.getInputStream());
      socket = open;
      in = input;
    }
    open.getOutputStream().write(request);
    String[] status = line(input).split(" ", 3);
    List<String> headers = new ArrayList<>();
    int length = -1;
    boolean chunked = false;
    boolean last = false;
    for (String line = line(input); !line.isEmpty(); line = line(input)) {
      String lower = line.toLowerCase(Locale.ROOT);
      headers.add(lower);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      chunked |= lower.equals("transfer-encoding: chunked");
      last |= lower.equals("connection: close");
    }
    int code = Integer.parseInt(status[1]);
    String body = "";
    if (!method.equals("HEAD") && code != 204 && code != 304) {
      body =
          chunked
              ? chunks(input)
              : new String(
                  length < 0 ? input.readAllBytes() : input.readNBytes(length),
                  StandardCharsets.UTF_8);
    }
    if (last) {
      close();
    }
    return new Answer(code, headers, body);
  }

  private static String chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(in.readNBytes(size));
      line(in);
    }
    line(in);
    return body.toString(StandardCharsets.UTF_8);
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended within the answer");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
