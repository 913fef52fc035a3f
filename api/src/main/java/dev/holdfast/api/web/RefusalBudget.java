package dev.holdfast.api.web;

import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How many refusals of somebody are recorded one by one: records of the audit stay for a year, and
 * nobody shall be able to fill the disk with them.
 */
@Component
public final class RefusalBudget {
  private static final int RECORDED_A_MINUTE = 20;

  private final MinuteCounts counts;

  RefusalBudget(MinuteCounts counts) {
    this.counts = counts;
  }

  /**
   * What is to be recorded of a refusal, which is counted by this.
   *
   * @param text of it
   * @return that text, or that there are more in this minute; empty once that was said
   */
  public Optional<String> recorded(String who, String text) {
    long count = counts.add("refusals:" + who);
    if (count <= RECORDED_A_MINUTE) {
      return Optional.of(text);
    }
    return count == RECORDED_A_MINUTE + 1
        ? Optional.of("more requests in this minute, which are not recorded one by one")
        : Optional.empty();
  }
}
