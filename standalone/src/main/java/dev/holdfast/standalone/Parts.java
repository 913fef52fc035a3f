package dev.holdfast.standalone;

import java.util.LinkedHashMap;
import java.util.Map;

/** What runs inside of the platform's JVM. */
final class Parts {

  private Parts() {}

  /** The parts of the platform's own JVM, in the order of starting. */
  static Map<String, Part> ofPlatform(boolean worker) {
    return new LinkedHashMap<>();
  }
}
