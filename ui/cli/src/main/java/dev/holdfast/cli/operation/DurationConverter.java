package dev.holdfast.cli.operation;

import dev.holdfast.cli.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Reads a duration as people write it. */
public final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Durations.parse(text);
  }
}
