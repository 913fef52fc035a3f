package dev.holdfast.platform.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When servers may be worked on: one or several {@link WindowHours}, joined by {@code ;}.
 *
 * @param text in which it was written, without needless spaces
 */
public record MaintenanceWindow(String text) {
  private static final int MOST = 20;
  private static final int LONGEST = 500;

  /** Hours that follow each other without an end are looked at again after so many. */
  private static final int JOINED = 500;

  /**
   * @throws IllegalArgumentException that begins with {@code window: } and says what is wrong
   */
  public MaintenanceWindow {
    text = String.join("; ", parts(text).map(part -> part.replaceAll("\\s+", " ")).toList());
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "window: has 1 to %d characters, such as %s".formatted(LONGEST, WindowHours.EXAMPLE));
    }
    if (read(text).size() > MOST) {
      throw new IllegalArgumentException("window: has at most " + MOST + " hours");
    }
  }

  /**
   * How it is at a moment.
   *
   * @param until when that changes, or where that is far away, until when it is known
   */
  public record At(boolean open, Instant until) {}

  /** How it is at this moment. */
  public At at(Instant moment) {
    List<WindowHours> hours = read(text);
    Instant until = closing(hours, moment).orElse(null);
    if (until == null) {
      return new At(
          false,
          hours.stream()
              .map(one -> one.next(moment).from())
              .min(Comparator.naturalOrder())
              .orElseThrow());
    }
    // What begins where another ends leaves no time between.
    for (int i = 0; i < JOINED; i++) {
      Optional<Instant> later = closing(hours, until);
      if (later.isEmpty()) {
        break;
      }
      until = later.get();
    }
    return new At(true, until);
  }

  /** When the last of those ends that this moment is in. */
  private static Optional<Instant> closing(List<WindowHours> hours, Instant moment) {
    return hours.stream()
        .map(one -> one.around(moment))
        .flatMap(Optional::stream)
        .map(WindowHours.Span::to)
        .max(Comparator.naturalOrder());
  }

  private static List<WindowHours> read(String text) {
    return parts(text).map(WindowHours::parse).toList();
  }

  private static Stream<String> parts(String text) {
    return Stream.of(text.split(";", -1)).map(String::strip);
  }

  @Override
  public String toString() {
    return text;
  }
}
