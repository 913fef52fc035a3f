package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Surroundings;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Starts an operation and, if asked to, stays with it. */
final class Start {
  private final ApiClient api;
  private final Output output;
  private final Surroundings surroundings;

  Start(ApiClient api, Output output, Surroundings surroundings) {
    this.api = api;
    this.output = output;
    this.surroundings = surroundings;
  }

  int run(StartRequest request, @Nullable String key, boolean follow) {
    // With a key of our own an answer that got lost can be asked for again.
    String sent = key == null ? UUID.randomUUID().toString() : key;
    JsonNode started = api.postOnce("/operations", request.body(), sent);
    Operation operation = Operation.of(started);
    if (!output.json()) {
      output.line(operation.id());
    }
    if (follow) {
      return new Watch(api, output, surroundings).toEnd(operation.id());
    }
    if (output.json()) {
      output.document(started);
    } else {
      output.message("Started. Watch it: " + Follower.rejoin(operation.id()));
      if (operation.dryRun()) {
        output.message(
            "What would change: " + HoldfastCommand.PROGRAM + " ops plan " + operation.id());
      }
    }
    return ExitCode.DONE.code();
  }
}
