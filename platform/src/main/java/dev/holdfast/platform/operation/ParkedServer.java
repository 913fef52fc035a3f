package dev.holdfast.platform.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a server is left for later.
 *
 * @param until when its window opens, or when it is given up; null where that is not known
 */
public record ParkedServer(
    Why why, Instant since, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant until) {

  /** What it waits for. */
  public enum Why {
    /** The hours in which a server may be started. */
    WINDOW,
    /** That it can be reached. */
    OFFLINE;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Why of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
