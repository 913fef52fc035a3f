package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import net.schmizz.sshj.connection.channel.direct.Session;

/**
 * Feeds a command on a virtual thread, beside the reading of its output: it may print before it has
 * read everything, or never read.
 */
final class StandardInput {
  private static final Duration POLL = Duration.ofMillis(5);
  private static final int CHUNK = 32 << 10;

  private StandardInput() {}

  static void feed(Session session, OutputStream stdin, byte[] bytes) {
    Thread.ofVirtual()
        .name("ssh-input")
        .start(() -> {
          try (stdin) {
            write(session, stdin, bytes);
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
  private static void write(Session session, OutputStream stdin, byte[] bytes)
      throws IOException, InterruptedException {
    int sent = 0;
    while (sent < bytes.length) {
      int room = (int) Math.min(CHUNK, session.getRemoteWinSize());
      if (room > 0) {
        int length = Math.min(room, bytes.length - sent);
        stdin.write(bytes, sent, length);
        stdin.flush();
        sent += length;
      } else if (session.isOpen()) {
        Thread.sleep(POLL);
      } else {
        return;
      }
    }
  }
}
