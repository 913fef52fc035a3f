package dev.holdfast.cli.approval;

import dev.holdfast.cli.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Reads the time that a rule gives a plan. */
final class RuleTime implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Durations.parse(text);
  }
}
