package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Narrows a selector to the servers on which an earlier operation did not succeed. */
final class FailedOf {
  @Option(
      names = "--on-failed-of",
      paramLabel = "ID",
      order = 30,
      description = "Only on those of the servers on which this operation did not succeed.")
  private @Nullable String operation;

  /**
   * The selector for these servers; itself where no operation was named.
   *
   * @throws Failure if the operation has not ended, or has failed nowhere
   */
  String narrow(ApiClient api, @Nullable String selector) {
    String given = selector == null ? "" : selector.strip();
    if (operation == null) {
      return given;
    }
    OperationsApi operations = new OperationsApi(api);
    Operation earlier = ShortId.with(api, operation, operations::get);
    if (!earlier.ended()) {
      throw Failure.usage(operation + " has not ended yet", Follower.rejoin(operation));
    }
    List<String> failed =
        operations.whole(earlier).servers().stream()
            .filter(server -> !server.done())
            .map(Operation.OnServer::name)
            .toList();
    if (failed.isEmpty()) {
      throw Failure.usage(
          operation + " has succeeded on all its servers", "leave --on-failed-of out");
    }
    return given.isEmpty() || given.equals("all")
        ? String.join(",", failed)
        : "(%s),!!(%s)".formatted(given, String.join("|", failed));
  }
}
