package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.EventStream;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Interruption;
import dev.holdfast.cli.Output;
import java.time.Duration;
import java.util.List;

/** Prints the output of an operation's commands as it arrives. */
final class LogStream {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofSeconds(1);
  private final OperationsApi operations;
  private final Output output;
  private final String id;
  private final LogPieces pieces;
  private final LogLines lines;
  private int said;

  LogStream(ApiClient api, Output output, String id, String server) {
    this.operations = new OperationsApi(api);
    this.output = output;
    this.id = id;
    this.pieces = new LogPieces(api, id, server);
    this.lines = new LogLines(output);
  }

  int show(boolean follow) {
    if (follow) {
      return follow();
    }
    readAll();
    lines.end();
    if (said == 0) {
      output.message(operations.get(id).ended() ? "No output." : "No output so far.");
    }
    return ExitCode.DONE.code();
  }

  private int follow() {
    try (Interruption _ = Interruption.says(this::detached);
        EventStream events = operations.events(id)) {
      while (true) {
        try {
          // Before the logs, so that what was said last is not missed.
          Operation operation = operations.now(id, events);
          readAll();
          if (operation.ended()) {
            lines.end();
            OperationSummary.tell(operation, output);
            return OperationSummary.exitCode(operation).code();
          }
        } catch (Failure e) {
          if (e.exitCode() != ExitCode.UNREACHABLE || said == 0) {
            throw e;
          }
        }
        events.await(QUIET, POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
    }
  }

  private void readAll() {
    said += pieces.read(lines::print);
  }

  private void detached() {
    output.message("");
    output.message("Stopped reading; the operation continues.");
    output.message("  read on:  " + HoldfastCommand.PROGRAM + " ops logs " + id + " --follow");
    output.message("  stop it:  " + HoldfastCommand.PROGRAM + " ops cancel " + id);
  }
}
