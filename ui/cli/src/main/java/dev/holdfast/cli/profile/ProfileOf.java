package dev.holdfast.cli.profile;

import picocli.CommandLine.Parameters;

/** Which profile a command is about. */
final class ProfileOf {
  @Parameters(
      index = "0",
      paramLabel = "OPERATION",
      description = "The operation, such as lockdown.")
  String operation = "";

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "One server's name, or one label=value.")
  String target = "";
}
