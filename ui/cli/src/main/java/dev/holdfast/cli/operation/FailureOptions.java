package dev.holdfast.cli.operation;

import dev.holdfast.cli.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an operation does about servers on which it fails, or that it cannot reach. */
final class FailureOptions {
  @Option(
      names = "--on-failure",
      paramLabel = "WHAT",
      order = 11,
      description =
          "end, or wait until somebody sees to the servers on which it failed: ops retry, fix, skip"
              + " or cancel, or undo what it has changed (default: end).")
  private @Nullable OnFailure onFailure;

  @Option(
      names = "--expire",
      paramLabel = "D",
      order = 12,
      converter = DurationConverter.class,
      description =
          "With --on-failure wait: fail if nobody has for so long, such as 12h; with --on-offline"
              + " park: wait for a server so long (default: 7d).")
  private @Nullable Duration expire;

  @Option(
      names = "--on-offline",
      paramLabel = "WHAT",
      order = 11,
      description =
          "What becomes of a server that cannot be reached: fail, or park, and start it when it is"
              + " back (default: fail).")
  private @Nullable OnOffline onOffline;

  /** What becomes of it. */
  enum OnOffline {
    fail,
    park
  }

  /** {@code fail} or {@code park}; null where it was not said. */
  @Nullable String offline() {
    return onOffline == null ? null : onOffline.name();
  }

  /** What it does then. */
  enum OnFailure {
    end,
    wait,
    undo
  }

  /** {@code end}, {@code wait} or {@code undo}; null where it was not said. */
  @Nullable String word() {
    if (expire != null && onFailure != OnFailure.wait && onOffline != OnOffline.park) {
      throw Failure.usage(
          "--expire is for --on-failure wait and --on-offline park", "./holdfast run --help");
    }
    return onFailure == null ? null : onFailure.name();
  }

  /** How long it waits; null where that was not said. */
  @Nullable Long expireSeconds() {
    return expire == null ? null : expire.toSeconds();
  }
}
