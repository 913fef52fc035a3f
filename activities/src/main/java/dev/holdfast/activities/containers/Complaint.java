package dev.holdfast.activities.containers;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of what a program prints to its standard error; more is dropped. */
public final class Complaint extends OutputStream {
  private static final int MOST = 4 << 10;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  @Override
  public synchronized void write(int octet) {
    if (kept.size() < MOST) {
      kept.write(octet);
    }
  }

  /** What was printed so far. */
  public synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8).strip();
  }
}
