package dev.holdfast.api.identity;

import dev.holdfast.api.problem.FieldError;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how long something is to be good for, as an ISO 8601 duration. */
final class Lifetimes {
  private Lifetimes() {}

  /** Null where it is not given, or wrong, which is told. */
  static @Nullable Duration read(
      @Nullable String text, String field, Duration longest, List<FieldError> errors) {
    if (text == null) {
      return null;
    }
    try {
      Duration lifetime = Duration.parse(text);
      if (lifetime.isPositive() && lifetime.compareTo(longest) <= 0) {
        return lifetime;
      }
    } catch (DateTimeException e) {
      // Told below.
    }
    errors.add(
        new FieldError(
            field, "is a duration such as PT8H or P30D, of at most " + longest.toDays() + " days"));
    return null;
  }
}
