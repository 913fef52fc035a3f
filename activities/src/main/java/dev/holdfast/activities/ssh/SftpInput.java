package dev.holdfast.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import net.schmizz.sshj.sftp.RemoteFile;

/** Reads a file with many requests under way; every failure is an {@link SshException}. */
final class SftpInput extends InputStream {
  private static final int CHUNK = 32 << 10;
  private static final int REQUESTS = 64;

  private final RemoteFile file;
  private final InputStream ahead;
  private final Function<IOException, SshException> failures;
  private final byte[] buffer = new byte[CHUNK];
  private int from;
  private int to;

  SftpInput(RemoteFile file, long offset, Function<IOException, SshException> failures) {
    this.file = file;
    this.ahead = file.new ReadAheadRemoteFileInputStream(REQUESTS, offset);
    this.failures = failures;
  }

  @Override
  public int read() {
    return filled() ? buffer[from++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!filled()) {
      return -1;
    }
    int n = Math.min(length, to - from);
    System.arraycopy(buffer, from, bytes, offset, n);
    from += n;
    return n;
  }

  /** The requests are as long as what is asked for at once: it is always a whole chunk. */
  private boolean filled() {
    if (from < to) {
      return true;
    }
    try {
      int n = ahead.read(buffer, 0, CHUNK);
      from = 0;
      to = Math.max(0, n);
      return n > 0;
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }
}
