package dev.holdfast.bench;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client that reads what it is sent, and whether that is every event once and in order. */
final class EventReader implements WebSocket.Listener {
  /** With spaces or without, as whoever writes the JSON likes it. */
  private static final Pattern NUMBER = Pattern.compile("\"address\"\\s*:\\s*\"([0-9]+)\"");

  private final AtomicLongArray recorded;
  private final long[] took;
  private final StringBuilder text = new StringBuilder();
  private volatile int next;
  private volatile boolean wrong;
  private volatile long last;

  /**
   * @param recorded when each event was, in nanoseconds
   */
  EventReader(AtomicLongArray recorded) {
    this.recorded = recorded;
    this.took = new long[recorded.length()];
  }

  /** Whether it has not got everything yet, and still may. */
  boolean waits() {
    return !wrong && next < took.length;
  }

  /** Whether it got every event once and in order. */
  boolean whole() {
    return !wrong && next == took.length;
  }

  /** When it got the last, in nanoseconds. */
  long last() {
    return last;
  }

  /** Adds how long each event took to get here. */
  void into(Samples samples) {
    for (int n = 0; n < next; n++) {
      samples.add(took[n]);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(
      WebSocket socket, CharSequence data, boolean lastPart) {
    text.append(data);
    if (lastPart) {
      heard();
      text.setLength(0);
    }
    socket.request(1);
    return null;
  }

  /** A message has as many events as there were at that moment, some of them of other kinds. */
  private void heard() {
    Matcher found = NUMBER.matcher(text);
    while (found.find() && !wrong) {
      heard(Integer.parseInt(found.group(1)));
    }
  }

  private void heard(int number) {
    int expected = next;
    if (number != expected) {
      wrong = true;
      return;
    }
    last = System.nanoTime();
    took[expected] = last - recorded.get(expected);
    next = expected + 1;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    wrong = waits();
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    wrong = waits();
  }
}
