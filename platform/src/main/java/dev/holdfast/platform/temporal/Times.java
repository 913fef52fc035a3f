package dev.holdfast.api.explain;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants as Temporal sends them. */
final class Times {
  private Times() {}

  static Instant of(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
