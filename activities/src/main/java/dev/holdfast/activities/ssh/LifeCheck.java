package dev.holdfast.activities.ssh;

import net.schmizz.keepalive.KeepAlive;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server from which nothing came for an interval whether it is there, and ends the
 * connection after three silent ones.
 *
 * <p>A slow line is no dead one: an answer waits behind what was sent before the question. As long
 * as the other end takes of that, it lives. What others on the way have taken is not seen: so there
 * is an interval more for each 32 KiB that may still be there, but not without end.
 */
final class LifeCheck extends KeepAlive {
  static final KeepAliveProvider PROVIDER =
      new KeepAliveProvider() {
        @Override
        public KeepAlive provide(ConnectionImpl connection) {
          return new LifeCheck(connection);
        }
      };

  private static final int SILENCES = 3;

  /** What a line of 64 kbit/s carries in an interval of 4 s. */
  private static final int CARRIED = 32 << 10;

  private static final int LONGEST = 9;

  /** More than a question is on the line. */
  private static final int QUESTION = 1 << 10;

  private final LifeSigns signs = new LifeSigns();
  private long lastSeen;
  private long lastTaken;
  private long lastSent;
  private long underWay;
  private int silences;
  private @Nullable Thread question;

  private LifeCheck(ConnectionImpl connection) {
    super(connection, "keep-alive");
  }

  LifeSigns signs() {
    return signs;
  }

  @Override
  protected void doKeepAlive() throws TransportException, ConnectionException {
    if (!conn.equals(conn.getTransport().getService())) {
      return;
    }
    long seen = signs.seen();
    long allowed = allowed();
    if (seen != lastSeen) {
      lastSeen = seen;
      silences = 0;
      return;
    }
    long taken = signs.taken();
    // The question before this one is taken by a line that is dead behind the next station, too.
    if (taken > lastTaken + QUESTION) {
      lastTaken = taken;
      silences = 0;
    } else {
      silences++;
    }
    if (silences >= allowed) {
      // Without a reason of SSH's own, for with one sshj would first wait to tell the server.
      throw new ConnectionException(
          "nothing came from the server for %d seconds"
              .formatted(silences * getKeepAliveInterval()));
    }
    ask();
  }

  /** On a thread of its own: it waits for a write that may never end. */
  private void ask() {
    Thread earlier = question;
    if (earlier == null || !earlier.isAlive()) {
      question =
          Thread.ofVirtual()
              .name("ssh-keep-alive")
              .start(() -> {
                try {
                  conn.sendGlobalRequest("keepalive@openssh.com", true, new byte[0]);
                } catch (TransportException e) {
                  // It is broken, as whoever uses it notices by himself.
                }
              });
    }
  }

  /** So many silences are too many now. */
  private long allowed() {
    long sent = signs.sent();
    underWay = Math.min((long) LONGEST * CARRIED, underWay + sent - lastSent);
    lastSent = sent;
    long allowed = Math.min(LONGEST, SILENCES + underWay / CARRIED);
    // The slowest line that is still one has carried this by the next time.
    underWay = Math.max(0, underWay - CARRIED);
    return allowed;
  }
}
