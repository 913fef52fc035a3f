package dev.holdfast.activities.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.AbstractDirectChannel;
import net.schmizz.sshj.transport.TransportException;

/**
 * A socket of the server, over a channel of OpenSSH's own kind: it has no process on the server and
 * does not count for MaxSessions.
 */
final class StreamLocal implements RemoteSocket {
  private static final Duration POLL = Duration.ofMillis(2);

  private final Direct channel;

  private StreamLocal(Direct channel) {
    this.channel = channel;
  }

  /**
   * Opens the channel.
   *
   * @throws net.schmizz.sshj.connection.channel.OpenFailException if the server does not connect
   */
  static StreamLocal open(Connection connection, String path) throws IOException {
    Direct channel = new Direct(connection.client().getConnection(), path);
    channel.open();
    return new StreamLocal(channel);
  }

  @Override
  public InputStream input() {
    return new FilterInputStream(channel.getInputStream()) {
      // That of the channel would end the whole connection where data arrives after it.
      @Override
      public void close() {}
    };
  }

  @Override
  public OutputStream output() {
    OutputStream out = channel.getOutputStream();
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      // Never more than the server takes now: sshj would wait for room no longer than 30 s, and
      // hold the lock that its reader thread needs.
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int sent = 0;
        while (sent < length) {
          int room = (int) Math.min(length - sent, channel.getRemoteWinSize());
          if (room > 0) {
            out.write(bytes, offset + sent, room);
            out.flush();
            sent += room;
          } else {
            awaitRoom();
          }
        }
      }

      @Override
      public void flush() throws IOException {
        out.flush();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  private void awaitRoom() throws IOException {
    if (!channel.isOpen()) {
      throw new IOException("the connection to the socket is closed");
    }
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the server took no more", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The connection below it is gone, and the channel with it.
    }
  }

  private static final class Direct extends AbstractDirectChannel {
    private final String path;

    Direct(net.schmizz.sshj.connection.Connection connection, String path) {
      super(connection, "direct-streamlocal@openssh.com");
      this.path = path;
    }

    @Override
    protected SSHPacket buildOpenReq() {
      return super.buildOpenReq().putString(path).putString("").putUInt32(0);
    }

    /** Without waiting for the answer, which comes only when the other side has read everything. */
    @Override
    public void close() throws ConnectionException, TransportException {
      if (isOpen()) {
        sendClose();
      }
    }
  }
}
