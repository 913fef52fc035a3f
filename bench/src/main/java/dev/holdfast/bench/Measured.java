package dev.holdfast.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The samples of a benchmark by what was measured, in the order of their first. For one thread. */
final class Measured {
  private final Map<String, Samples> samples = new LinkedHashMap<>();

  /** To add to. */
  Samples of(String name) {
    return samples.computeIfAbsent(name, _ -> new Samples());
  }

  void forEach(BiConsumer<String, Samples> each) {
    samples.forEach(each);
  }

  /** The median of one over that of another. */
  double ratio(String of, String to) {
    return p50(of) / p50(to);
  }

  /** In milliseconds. */
  double p50(String name) {
    return there(name).percentile(50);
  }

  /** In milliseconds. */
  double p95(String name) {
    return there(name).percentile(95);
  }

  private Samples there(String name) {
    Samples found = samples.get(name);
    if (found == null) {
      throw new IllegalStateException(name + " was not measured");
    }
    return found;
  }

  /** As documents have it. */
  static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
