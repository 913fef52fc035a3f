package dev.holdfast.api.web;

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

  /** What is to be recorded of a refusal. */
  public enum Share {
    WHOLE,
    /** That there are more in this minute. */
    THAT_THERE_ARE_MORE,
    NOTHING
  }

  /** Counts one more refusal of somebody. */
  public Share of(String who) {
    long count = counts.add("refusals:" + who);
    if (count <= RECORDED_A_MINUTE) {
      return Share.WHOLE;
    }
    return count == RECORDED_A_MINUTE + 1 ? Share.THAT_THERE_ARE_MORE : Share.NOTHING;
  }
}
