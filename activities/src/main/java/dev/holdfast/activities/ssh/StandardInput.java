package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import net.schmizz.sshj.connection.channel.direct.Session;

/**
 * Feeds a command on a virtual thread, beside the reading of its output: it may print before it has
 * read everything, or never read.
 *
 * <p>The thread is never interrupted while it writes: that would close the socket of the
 * connection, which others use.
 */
final class StandardInput {
  private static final Duration POLL = Duration.ofMillis(2);
  private static final int CHUNK = 32 << 10;

  private final Session session;
  private final OutputStream stdin;
  private final InputStream from;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean stopped;
  private final Thread thread = Thread.ofVirtual().name("ssh-input").unstarted(this::run);

  private StandardInput(Session session, OutputStream stdin, InputStream from) {
    this.session = session;
    this.stdin = stdin;
    this.from = from;
  }

  /** Starts feeding; stop it once the command has ended. */
  static StandardInput feed(Session session, OutputStream stdin, InputStream from) {
    var input = new StandardInput(session, stdin, from);
    input.thread.start();
    return input;
  }

  /** Ends the feeding: at once where it waits for something to send, else after what it writes. */
  void stop() {
    stopped = true;
    if (writing.tryLock()) {
      try {
        thread.interrupt();
      } finally {
        writing.unlock();
      }
    }
  }

  private void run() {
    try {
      byte[] buffer = new byte[CHUNK];
      for (int n = from.read(buffer); n >= 0 && !stopped; n = from.read(buffer)) {
        write(buffer, n);
      }
    } catch (IOException | InterruptedException e) {
      // The command ended without reading it all; its exit code tells what that means.
    } finally {
      end();
    }
  }

  /**
   * Never writes more than the server takes now: sshj would wait for room while holding the lock
   * that its reader thread needs to close the channel, and with it stop the whole connection.
   */
  private void write(byte[] bytes, int length) throws IOException, InterruptedException {
    int sent = 0;
    while (sent < length && !stopped) {
      int room = (int) Math.min(length - sent, session.getRemoteWinSize());
      if (room > 0) {
        send(bytes, sent, room);
        sent += room;
      } else if (session.isOpen()) {
        Thread.sleep(POLL);
      } else {
        throw new IOException("the channel is closed");
      }
    }
  }

  private void send(byte[] bytes, int offset, int length) throws IOException {
    writing.lock();
    try {
      // The end may have come just before the lock.
      var _ = Thread.interrupted();
      if (!stopped) {
        stdin.write(bytes, offset, length);
        stdin.flush();
      }
    } finally {
      writing.unlock();
    }
  }

  private void end() {
    writing.lock();
    try {
      var _ = Thread.interrupted();
      stdin.close();
    } catch (IOException e) {
      // The channel is closed already.
    } finally {
      writing.unlock();
    }
  }
}
