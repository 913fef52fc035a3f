package dev.holdfast.cli.operation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What must hold between the waves of an operation. */
public final class GateOptions {
  @Option(
      names = "--gate",
      paramLabel = "GATE",
      order = 9,
      description =
          "What must hold after a wave before the next one: verify, command:LINE on each of its"
              + " servers, url:ADDRESS, or 'metric:ADDRESS QUERY' of a Prometheus; may be repeated.")
  private @Nullable List<String> gates;

  @Option(
      names = "--gate-within",
      paramLabel = "D",
      order = 9,
      converter = DurationConverter.class,
      description = "How long a gate may take to hold, 10s to 1h (default: 2m).")
  private @Nullable Duration within;

  /** As they were typed; null for none. */
  public @Nullable List<String> gates() {
    return gates;
  }

  /** Within which time they have to hold; null where that was not said. */
  public @Nullable Long seconds() {
    return within == null ? null : within.toSeconds();
  }
}
