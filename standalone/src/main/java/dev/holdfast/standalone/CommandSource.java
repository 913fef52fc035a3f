package dev.holdfast.standalone;

import dev.holdfast.standalone.home.Home;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Commands of a jar that an installation may be without, found by {@link java.util.ServiceLoader}:
 * what is there to try the product and to measure it is not in what runs in production.
 */
public interface CommandSource {

  /** What makes each command, by its name. */
  Map<String, Supplier<Object>> commands(Home home);

  /**
   * What one of its commands threw, as every other command shows it; the same exception where it is
   * none that only this jar knows.
   */
  default Exception failure(Exception thrown) {
    return thrown;
  }
}
