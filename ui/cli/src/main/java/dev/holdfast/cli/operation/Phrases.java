package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Numbers and times as a person reads them. */
public final class Phrases {
  private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB", "PB");

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xx");

  private Phrases() {}

  /** {@code 1 change}, {@code 2 changes}. */
  static String count(int number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  /** {@code 512 bytes}, {@code 1.5 MB}: powers of ten, as disks and networks are sold. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return count((int) bytes, "byte");
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5 && unit < UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS.get(unit));
  }

  /** {@code 850 ms}, {@code 42 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds == 0) {
      return duration.toMillis() + " ms";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /**
   * An instant of the API in the person's own time zone, with its offset; as it is if it is none.
   */
  public static String time(String instant, ZoneId zone) {
    try {
      return DAY_AND_TIME.format(Instant.parse(instant).atZone(zone));
    } catch (DateTimeParseException e) {
      return instant;
    }
  }

  /** The time in a field, as it is here; empty where there is none. */
  public static String time(JsonNode node, String field) {
    return time(Json.text(node, field), ZoneId.systemDefault());
  }

  /** The text in lines of at most so many columns, broken between words. */
  static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  /** As much of a text as fits, with {@code ...} where it was cut. */
  static String fit(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 3)) + "...";
  }
}
