package dev.holdfast.bench;

import java.util.UUID;

/** Marks an operation as one that only measures: lists of operations leave it out by its key. */
final class Measurement {
  private Measurement() {}

  /** An idempotency key of its own. */
  static String key() {
    return "bench/" + UUID.randomUUID();
  }
}
