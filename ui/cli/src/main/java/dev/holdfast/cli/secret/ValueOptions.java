package dev.holdfast.cli.secret;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the value of a secret comes from. */
final class ValueOptions {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      order = 1,
      description =
          "Read the value from a file; - is standard input, which is the default."
              + " On a terminal it is asked for.")
  @Nullable String file;

  @Option(
      names = "--exact",
      order = 2,
      description =
          "Keep every byte. Without it, the line end after a value of one line is left out.")
  boolean exact;

  @Option(
      names = "--generate",
      paramLabel = "LENGTH",
      order = 3,
      description = "Let the platform make a value of so many random letters and digits.")
  @Nullable Integer generate;
}
