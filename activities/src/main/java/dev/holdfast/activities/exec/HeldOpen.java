package dev.holdfast.activities.exec;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** An input that has nothing to give and does not end before it is closed. */
final class HeldOpen extends InputStream {
  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public int read() throws InterruptedIOException {
    try {
      closed.await();
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws InterruptedIOException {
    return read();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
