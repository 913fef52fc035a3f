package dev.holdfast.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** Reads {@code 24h}, {@code 7d}, a day, or an instant. */
public final class Since {
  private Since() {}

  /**
   * The instant that is meant.
   *
   * @throws Failure if the text is none of them
   */
  public static Instant parse(String text, Instant now) {
    try {
      if (text.matches("[0-9]{1,6}[smhd]")) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return now.minus(
            switch (text.charAt(text.length() - 1)) {
              case 's' -> Duration.ofSeconds(number);
              case 'm' -> Duration.ofMinutes(number);
              case 'h' -> Duration.ofHours(number);
              default -> Duration.ofDays(number);
            });
      }
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeParseException e) {
      throw Failure.usage(
          "--since: '" + text + "' is neither a duration nor a time",
          "write 30m, 24h, 7d, 2026-01-31 or 2026-01-31T12:00:00Z");
    }
  }
}
