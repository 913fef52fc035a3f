package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.SshException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.apache.sshd.sftp.client.impl.SftpInputStreamAsync;

/** Reads a file with many requests under way; every failure is an {@link SshException}. */
final class MinaSftpInput extends InputStream {
  private final SftpInputStreamAsync ahead;
  private final Function<IOException, SshException> failures;

  MinaSftpInput(SftpInputStreamAsync ahead, Function<IOException, SshException> failures) {
    this.ahead = ahead;
    this.failures = failures;
  }

  @Override
  public int read() {
    try {
      return ahead.read();
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      return ahead.read(bytes, offset, length);
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }

  @Override
  public void close() {
    try {
      ahead.close();
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }
}
