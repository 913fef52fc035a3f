package dev.holdfast.api.notify;

import dev.holdfast.api.outbound.NetworkTrouble;
import dev.holdfast.platform.notify.Deliveries.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines of syslog over one connection, each after its length (RFC 6587, over TLS as RFC 5425
 * has it). Syslog knows no answer: a line was sent when the connection took it and was still open
 * afterwards.
 */
final class SyslogConnection implements SinkConnection {
  /** How long to look whether the receiver has closed the connection. */
  private static final int LOOK_MILLIS = 20;

  private final Receiver receiver;
  private final SyslogLines lines;
  private final Duration limit;
  private final ScheduledExecutorService clock;
  private @Nullable Socket open;

  /** How the receiver is connected to. */
  interface Receiver {
    Socket connect() throws IOException;
  }

  SyslogConnection(
      Receiver receiver, SyslogLines lines, Duration limit, ScheduledExecutorService clock) {
    this.receiver = receiver;
    this.lines = lines;
    this.limit = limit;
    this.clock = clock;
  }

  @Override
  public void send(Message message) throws SendFailure {
    byte[] line = lines.of(message).getBytes(StandardCharsets.UTF_8);
    byte[] length = (line.length + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[length.length + line.length];
    System.arraycopy(length, 0, frame, 0, length.length);
    System.arraycopy(line, 0, frame, length.length, line.length);
    try {
      Socket socket = open == null ? receiver.connect() : open;
      open = socket;
      write(socket, frame);
    } catch (IOException e) {
      close();
      throw new SendFailure(Failure.OF_SINK, NetworkTrouble.words(e, limit));
    }
  }

  /** A receiver that reads nothing would block for good; closing the socket ends that. */
  private void write(Socket socket, byte[] frame) throws IOException {
    ScheduledFuture<?> end =
        clock.schedule(() -> GuardedSockets.close(socket), limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      OutputStream out = socket.getOutputStream();
      out.write(frame);
      out.flush();
      socket.setSoTimeout(LOOK_MILLIS);
      if (socket.getInputStream().read() < 0) {
        throw new IOException("closed");
      }
    } catch (SocketTimeoutException e) {
      // It says nothing, as it should.
    } catch (IOException e) {
      throw end.isDone() ? new SocketTimeoutException() : e;
    } finally {
      end.cancel(false);
    }
  }

  @Override
  public void close() {
    Socket socket = open;
    open = null;
    if (socket != null) {
      GuardedSockets.close(socket);
    }
  }
}
