package dev.holdfast.api.openapi;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a request can be answered with.
 *
 * @param code that of the problem document; null where no problem is told
 */
record Answer(int status, @Nullable String code) implements Comparable<Answer> {
  private static final Comparator<Answer> ORDER =
      Comparator.comparingInt(Answer::status)
          .thenComparing(Answer::code, Comparator.nullsFirst(Comparator.naturalOrder()));

  @Override
  public int compareTo(Answer other) {
    return ORDER.compare(this, other);
  }
}
