package dev.holdfast.activities;

import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A line to a server that carries so many bytes a second in each direction, takes its time for
 * each, and breaks where it is told to.
 */
public final class SlowLine implements AutoCloseable {
  private static final int PIECE = 1 << 10;
  private static final int BUFFER = 8 << 10;
  private static final long NEVER = Long.MAX_VALUE;

  private final ServerSocket entrance = new ServerSocket();
  private final Server server;
  private final long bytesPerSecond;
  private final Duration delay;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean silent;
  private final AtomicLong untilBreak = new AtomicLong(NEVER);

  /**
   * @param bytesPerSecond in each direction, over all its connections
   * @param delay of every byte, one way
   */
  public SlowLine(Server server, long bytesPerSecond, Duration delay) throws IOException {
    this.server = server;
    this.bytesPerSecond = bytesPerSecond;
    this.delay = delay;
    if (delay.isZero()) {
      // What the line has not carried yet waits with whoever sends it.
      entrance.setReceiveBufferSize(BUFFER);
    }
    entrance.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(this::accept);
  }

  /** The server at the end of the line. */
  public Server server() {
    return new Server(
        server.name(),
        entrance.getInetAddress().getHostAddress(),
        entrance.getLocalPort(),
        server.user(),
        server.credential(),
        server.hostKeys(),
        server.labels(),
        null);
  }

  /** Breaks every connection when so many more bytes have been carried; the next ones hold. */
  public void breakAfter(long bytes) {
    untilBreak.set(bytes);
  }

  /** Carries nothing any more, and tells nobody. */
  public void fallSilent() {
    silent = true;
  }

  public boolean broken() {
    return untilBreak.get() == NEVER;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket near = entrance.accept();
        Socket far = new Socket(server.address(), server.port());
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        if (delay.isZero()) {
          near.setSendBufferSize(BUFFER);
        }
        sockets.add(near);
        sockets.add(far);
        carry(near, far);
        carry(far, near);
      } catch (IOException e) {
        return;
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Piece(byte[] bytes, int length, long due) {}

  private void carry(Socket from, Socket to) {
    int underWay = (int) Math.max(4, 2 * bytesPerSecond * delay.toMillis() / 1000 / PIECE);
    BlockingQueue<Piece> line = new ArrayBlockingQueue<>(underWay);
    Thread.ofVirtual()
        .start(() -> {
          try (from) {
            InputStream in = from.getInputStream();
            long free = System.nanoTime();
            while (true) {
              byte[] bytes = new byte[PIECE];
              int length = in.read(bytes);
              free = Math.max(free, System.nanoTime());
              if (length > 0) {
                free += length * Duration.ofSeconds(1).toNanos() / bytesPerSecond;
              }
              line.put(new Piece(bytes, length, free + delay.toNanos()));
              if (length < 0) {
                return;
              }
              LockSupport.parkNanos(free - System.nanoTime());
            }
          } catch (IOException | InterruptedException e) {
            var _ = line.offer(new Piece(new byte[0], -1, 0));
          }
        });
    Thread.ofVirtual()
        .start(() -> {
          try (to) {
            OutputStream out = to.getOutputStream();
            for (Piece piece = line.take(); piece.length >= 0; piece = line.take()) {
              LockSupport.parkNanos(piece.due - System.nanoTime());
              if (silent) {
                new CountDownLatch(1).await();
              }
              count(piece.length);
              out.write(piece.bytes, 0, piece.length);
            }
          } catch (IOException | InterruptedException e) {
            closed(from);
          }
        });
  }

  private void count(int bytes) {
    if (untilBreak.get() != NEVER && untilBreak.addAndGet(-bytes) <= 0) {
      untilBreak.set(NEVER);
      sockets.forEach(SlowLine::closed);
      sockets.clear();
    }
  }

  private static void closed(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    sockets.forEach(SlowLine::closed);
  }
}
