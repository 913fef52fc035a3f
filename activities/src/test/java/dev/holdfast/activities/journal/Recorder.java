package dev.holdfast.activities.journal;

import dev.holdfast.activities.journal.Journal.Listener;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Puts output together as a store does: by offset, from where it ended before. */
final class Recorder implements Listener {
  private final long from;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch heard = new CountDownLatch(1);

  Recorder(long from) {
    this.from = from;
  }

  @Override
  public void alive() {}

  @Override
  public long from(boolean stderr) {
    return stderr ? 0 : from;
  }

  @Override
  public void output(boolean stderr, long offset, byte[] bytes) {
    ByteArrayOutputStream stream = stderr ? err : out;
    if (offset != from(stderr) + stream.size()) {
      throw new AssertionError("offset " + offset + " after " + stream.size() + " bytes");
    }
    stream.writeBytes(bytes);
    heard.countDown();
  }

  void awaitOutput() throws InterruptedException {
    if (!heard.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("no output");
    }
  }

  byte[] out() {
    return out.toByteArray();
  }

  byte[] err() {
    return err.toByteArray();
  }
}
