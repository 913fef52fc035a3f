package dev.holdfast.platform.temporal;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants as Temporal sends them. */
public final class Times {
  private Times() {}

  public static Instant of(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
