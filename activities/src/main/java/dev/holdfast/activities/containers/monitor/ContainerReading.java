package dev.holdfast.activities.containers.monitor;

import org.jspecify.annotations.Nullable;

/**
 * What the server's own files say of a container at a moment; null is what they do not say.
 *
 * @param cpu nanoseconds that it has used
 * @param quota microseconds of CPU that it may use in each period
 * @param memory bytes that are charged to it
 * @param idle those of them that could be given back at once
 * @param limit bytes that it may use
 * @param connections that are open in its network
 * @param received bytes, in its network
 * @param age seconds since its first process was started
 */
record ContainerReading(
    String id,
    @Nullable Long cpu,
    @Nullable Long quota,
    @Nullable Long period,
    @Nullable Long memory,
    @Nullable Long idle,
    @Nullable Long limit,
    @Nullable Long processes,
    long connections,
    long received,
    long sent,
    double age) {
  private static final int WORDS = 13;

  /**
   * Reads a line of the script.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ContainerReading parse(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != WORDS) {
      throw new IllegalArgumentException("not the figures of a container: " + line);
    }
    return new ContainerReading(
        words[1],
        number(words[2]),
        number(words[3]),
        number(words[4]),
        number(words[5]),
        number(words[6]),
        number(words[7]),
        number(words[8]),
        Long.parseLong(words[9]),
        Long.parseLong(words[10]),
        Long.parseLong(words[11]),
        Double.parseDouble(words[12]));
  }

  /** The kernel writes "no limit" in numbers that a long does not hold. */
  private static @Nullable Long number(String word) {
    try {
      return word.equals("-") ? null : Long.valueOf(word);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
