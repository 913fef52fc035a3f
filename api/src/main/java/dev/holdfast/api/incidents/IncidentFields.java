package dev.holdfast.api.incidents;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.schemas.incident.IncidentInput;
import dev.holdfast.schemas.incident.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of requests about incidents, and tells of every one that is wrong. */
final class IncidentFields {
  static final int LONGEST_NOTE = 4 * 1024;
  static final int LONGEST_DATA = 64 * 1024;
  static final int LONGEST_TITLE = 200;
  static final int LONGEST_SUBJECT = 200;
  static final int LONGEST_REFERENCE = 1024;
  private static final int LONGEST_KEY = 200;

  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final List<FieldError> errors = new ArrayList<>();

  /** What an incident is opened with; what is wrong with it is told by {@link #check}. */
  IncidentInput input(
      @Nullable String kind,
      @Nullable String subject,
      @Nullable String severity,
      @Nullable String title) {
    if (kind == null || !KIND.matcher(kind).matches()) {
      wrong(
          "kind",
          kind == null
              ? "is missing; say what has happened, such as disk-full"
              : "must be 1 to 63 lower-case letters, digits and hyphens, a letter first, such as"
                  + " disk-full");
    }
    String about = line("subject", subject, LONGEST_SUBJECT);
    if (title != null) {
      line("title", title, LONGEST_TITLE);
    }
    return new IncidentInput(
        Objects.requireNonNullElse(kind, ""),
        about,
        Objects.requireNonNullElse(severity(severity), Severity.MEDIUM),
        title);
  }

  /** Null if it is null or wrong. */
  @Nullable Severity severity(@Nullable String word) {
    try {
      return word == null ? null : Severity.of(word);
    } catch (IllegalArgumentException e) {
      wrong("severity", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** One line that has to be there. */
  String line(String field, @Nullable String text, int longest) {
    String line = Objects.requireNonNullElse(text, "");
    if (line.isBlank()) {
      wrong(field, "is missing; write one line of at most " + longest + " characters");
    } else if (line.length() > longest
        || !line.equals(line.strip())
        || CONTROL.matcher(line).find()) {
      wrong(
          field,
          "must be one line of at most %d characters, without a space at either end"
              .formatted(longest));
    }
    return line;
  }

  /** A text that has to be there, of several lines if one likes. */
  String text(String field, @Nullable String text, int longest) {
    String written = Objects.requireNonNullElse(text, "");
    if (written.isBlank()) {
      wrong(field, "is missing; write at most " + longest + " bytes");
    }
    bounded(field, written, longest);
    return written;
  }

  /** A text that may be absent. */
  void bounded(String field, @Nullable String text, int longest) {
    int bytes = text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > longest) {
      wrong(
          field,
          "has %d bytes of at most %d; keep it as a file and add that as evidence"
              .formatted(bytes, longest));
    }
  }

  void wrong(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  /** Checks an idempotency key. */
  void key(@Nullable String key) {
    if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
      wrong("Idempotency-Key", "has 1 to " + LONGEST_KEY + " characters");
    }
  }

  /**
   * @throws ApiException if anything was wrong
   */
  void check() {
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
  }
}
