package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;

/** Tells an operation what to do. */
final class Steer {
  private Steer() {}

  static int operation(OutputOptions options, PlatformOptions platform, String id, String verb) {
    Output output = options.output();
    try (ApiClient api = platform.api(options)) {
      Operation operation = new OperationsApi(api).steer(id, verb);
      if (output.json()) {
        output.document(operation.document());
      } else {
        output.line(operation.id() + " is " + output.style().state(operation.state()));
      }
      return ExitCode.DONE.code();
    }
  }
}
