package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import net.schmizz.sshj.connection.channel.direct.Session;

/**
 * Feeds a command on a virtual thread, beside the reading of its output: it may print before it has
 * read everything, or never read.
 */
final class StandardInput {
  private static final Duration POLL = Duration.ofMillis(2);
  private static final int CHUNK = 32 << 10;

  private StandardInput() {}

  /** Returns the feeding thread: interrupt it once the command has ended. */
  static Thread feed(Session session, OutputStream stdin, InputStream from) {
    return Thread.ofVirtual()
        .name("ssh-input")
        .start(() -> {
          try (stdin) {
            byte[] buffer = new byte[CHUNK];
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
              write(session, stdin, buffer, n);
            }
          } catch (IOException e) {
            // The command ended without reading it all; its exit code tells what that means.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /**
   * Never writes more than the server takes now: sshj would wait for room while holding the lock
   * that its reader thread needs to close the channel, and with it stop the whole connection.
   */
  private static void write(Session session, OutputStream stdin, byte[] bytes, int length)
      throws IOException, InterruptedException {
    int sent = 0;
    while (sent < length) {
      int room = (int) Math.min(length - sent, session.getRemoteWinSize());
      if (room > 0) {
        stdin.write(bytes, sent, room);
        stdin.flush();
        sent += room;
      } else if (session.isOpen()) {
        Thread.sleep(POLL);
      } else {
        throw new IOException("the channel is closed");
      }
    }
  }
}
