package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Function;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.SFTPException;

/** Writes a file with many requests under way; every failure is an {@link SshException}. */
final class SftpOutput extends OutputStream {
  /** Each is acknowledged, by a line of 64 kbit/s every 4 s: it shows that the server lives. */
  private static final int CHUNK = 32 << 10;

  private static final int REQUESTS = 48;
  private static final int OVERHEAD = 1 << 10;
  private static final Duration POLL = Duration.ofMillis(1);

  private final RemoteFile file;
  private final OutputStream pipelined;
  private final Session.Subsystem channel;
  private final Function<IOException, SshException> failures;
  private final byte[] buffer = new byte[CHUNK];
  private int filled;
  private boolean closed;

  private SftpOutput(
      RemoteFile file,
      long offset,
      Session.Subsystem channel,
      Function<IOException, SshException> failures) {
    this.file = file;
    this.pipelined = file.new RemoteFileOutputStream(offset, REQUESTS);
    this.channel = channel;
    this.failures = failures;
  }

  /** Drops what is behind the offset and returns the stream. */
  static SftpOutput open(
      RemoteFile file,
      long offset,
      Session.Subsystem channel,
      Function<IOException, SshException> failures)
      throws IOException {
    long size = file.length();
    if (size > offset) {
      file.setLength(offset);
    }
    return new SftpOutput(file, offset, channel, failures);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int taken = 0;
    while (taken < length) {
      int n = Math.min(length - taken, CHUNK - filled);
      System.arraycopy(bytes, offset + taken, buffer, filled, n);
      filled += n;
      taken += n;
      if (filled == CHUNK) {
        send();
      }
    }
  }

  private void send() {
    if (filled == 0) {
      return;
    }
    try {
      awaitRoom();
      pipelined.write(buffer, 0, filled);
      filled = 0;
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }

  /**
   * Never writes more than the server takes now: sshj would wait for room while holding the lock
   * that its reader thread needs to close the channel, and with it stop the whole connection.
   */
  private void awaitRoom() throws IOException {
    while (channel.getRemoteWinSize() < filled + OVERHEAD) {
      if (!channel.isOpen()) {
        throw new ConnectionException("the channel is closed");
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        throw new SFTPException(e);
      }
    }
  }

  /** Returns when every byte is acknowledged. */
  @Override
  public void flush() {
    send();
    try {
      pipelined.flush();
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      flush();
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }
}
