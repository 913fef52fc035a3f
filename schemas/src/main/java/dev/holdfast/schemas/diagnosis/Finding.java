package dev.holdfast.schemas.diagnosis;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one check came to; never holds a secret.
 *
 * @param check {@code AREA/NAME}, such as {@code network/dns}; stable, for programs
 * @param summary one sentence without a full stop
 * @param detail more of it, in lines
 * @param fix what to do about it; null where nothing has to be done
 */
public record Finding(
    String check, Level level, String summary, @Nullable String detail, @Nullable String fix) {
  private static final Pattern CHECK = Pattern.compile("[a-z]+/[a-z-]+");

  public Finding {
    if (!CHECK.matcher(check).matches()) {
      throw new IllegalArgumentException("check: '" + check + "' is not AREA/NAME");
    }
  }

  public static Finding ok(String check, String summary) {
    return new Finding(check, Level.OK, summary, null, null);
  }

  public static Finding warning(String check, String summary, String fix) {
    return new Finding(check, Level.WARNING, summary, null, fix);
  }

  public static Finding problem(String check, String summary, String fix) {
    return new Finding(check, Level.PROBLEM, summary, null, fix);
  }

  public static Finding skipped(String check, String reason) {
    return new Finding(check, Level.SKIPPED, reason, null, null);
  }

  /** The same finding with more to read; a blank text adds nothing. */
  public Finding withDetail(String detail) {
    return new Finding(check, level, summary, detail.isBlank() ? null : detail.strip(), fix);
  }
}
