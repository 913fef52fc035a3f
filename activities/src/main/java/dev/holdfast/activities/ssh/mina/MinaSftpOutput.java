package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.SshException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.function.Function;
import org.apache.sshd.sftp.client.impl.SftpOutputStreamAsync;

/** Writes a file with many requests under way; every failure is an {@link SshException}. */
final class MinaSftpOutput extends OutputStream {
  private final SftpOutputStreamAsync pipelined;
  private final Function<IOException, SshException> failures;

  MinaSftpOutput(SftpOutputStreamAsync pipelined, Function<IOException, SshException> failures) {
    this.pipelined = pipelined;
    this.failures = failures;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      // Where there is room, MINA does not wait, and so would not notice.
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      pipelined.write(bytes, offset, length);
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }

  /** Sends what is gathered; only {@link #close} waits for the server. */
  @Override
  public void flush() {
    try {
      pipelined.flush();
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }

  /** Returns when every byte is acknowledged. */
  @Override
  public void close() {
    try {
      pipelined.close();
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }
}
