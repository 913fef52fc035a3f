package dev.holdfast.cli.notify;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a sink is set to, and which events it gets. */
final class SinkOptions {
  @Option(
      names = "--set",
      paramLabel = "FIELD=VALUE",
      order = 2,
      description = "Sets a field; without a VALUE it goes. Where a secret belongs: secret://NAME.")
  List<String> fields = new ArrayList<>();

  @Option(
      names = "--set-file",
      paramLabel = "FIELD=FILE",
      order = 3,
      description =
          "Sets a field to what is in a file, without its last line end; - reads standard input.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--kind",
      paramLabel = "KIND,…",
      order = 4,
      split = ",",
      description =
          "Only these kinds of events; * stands for anything, as in operation.*; '' for all.")
  @Nullable List<String> kinds;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      order = 5,
      description = "Only events of at least this level: info, warning or error.")
  @Nullable String level;

  @Option(
      names = "--operation",
      paramLabel = "TYPE,…",
      order = 6,
      split = ",",
      description = "Only events about operations of these types, such as lockdown; '' for all.")
  @Nullable List<String> operations;
}
