package dev.holdfast.cli.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The hours of what works on servers at once by default. */
final class WindowOption {
  @Option(
      names = "--window",
      paramLabel = StartOptions.WINDOW_LABEL,
      order = 24,
      description =
          "Start servers in these hours only, or 'none': also outside of the windows of their labels"
              + " (./holdfast window --help).")
  @Nullable List<String> hours;
}
