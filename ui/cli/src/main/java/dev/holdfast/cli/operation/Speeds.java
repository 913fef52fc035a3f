package dev.holdfast.cli.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How fast files move to or from each server, and how long they will take. */
final class Speeds {
  private static final long SOME = 500;

  private final Map<String, Sample> first = new HashMap<>();

  private record Sample(Instant at, long bytes) {}

  /** {@code 41 % of 512 MB, 98 MB/s, 3 s left}; empty where nothing moves. */
  String text(Operation.OnServer server, Instant now) {
    long all = server.ofBytes();
    long done = server.bytes();
    if (all == 0 || TimedLines.ended(server.state())) {
      return "";
    }
    String text = 100 * done / all + " % of " + Phrases.bytes(all);
    // What a transfer that was resumed had already is not its speed.
    Sample begin = first.computeIfAbsent(server.name(), _ -> new Sample(now, done));
    long millis = Duration.between(begin.at(), now).toMillis();
    long moved = done - begin.bytes();
    if (millis < SOME || moved <= 0) {
      return text;
    }
    long aSecond = Math.max(1, moved * 1000 / millis);
    return text
        + ", "
        + Phrases.bytes(aSecond)
        + "/s, "
        + Phrases.duration(Duration.ofSeconds((all - done) / aSecond + 1))
        + " left";
  }
}
