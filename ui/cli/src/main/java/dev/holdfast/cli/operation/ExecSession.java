package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.EventStream;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Interruption;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import dev.holdfast.cli.Surroundings;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stays with a command on servers to its end: their output as it comes, then what came of it. */
final class ExecSession {
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration TO_CANCEL = Duration.ofSeconds(15);
  private static final Duration TO_SEE_THE_END = Duration.ofSeconds(5);

  private final OperationsApi operations;
  private final ApprovalPrompt prompt;
  private final Output output;
  private final Operation started;
  private final LogPieces pieces;
  private final ServerOutput said;
  private final String succeeded;
  private final Object telling = new Object();
  private boolean told;
  private boolean away;

  /**
   * Starts the command and stays with it; the exit code that its outcome means.
   *
   * @param key the idempotency key; null for a fresh one
   */
  static int run(
      OutputOptions options,
      PlatformOptions platform,
      ExecRequest wanted,
      FailedOf failedOf,
      @Nullable String key) {
    Surroundings surroundings = options.surroundings();
    // With a key of our own an answer that got lost can be asked for again.
    String sent = key == null ? UUID.randomUUID().toString() : key;
    // First: with a server's name as --server, the command is taken for the selector, and missed.
    try (ApiClient api = platform.api(options)) {
      ObjectNode body =
          wanted.body(
              surroundings.terminal().input() && !wanted.readsStandardInput()
                  ? InputStream.nullInputStream()
                  : surroundings.input());
      body.put("selector", failedOf.narrow(api, wanted.selector()));
      Operation started = Operation.of(api.postOnce("/operations", body, sent));
      Output output = options.output();
      return new ExecSession(
              api,
              options,
              started,
              new ExecOutput(output, started.progress().total() > 1),
              " ended with exit code 0")
          .toEnd();
    }
  }

  /**
   * Starts what a body of {@code POST /operations} asks for and stays with it; the exit code that
   * its outcome means.
   *
   * @param said takes what the servers of the operation print
   */
  static int run(
      OutputOptions options,
      PlatformOptions platform,
      ObjectNode body,
      Function<Operation, ServerOutput> said) {
    try (ApiClient api = platform.api(options)) {
      Operation started =
          Operation.of(api.postOnce("/operations", body, UUID.randomUUID().toString()));
      return new ExecSession(api, options, started, said.apply(started), " succeeded").toEnd();
    }
  }

  /**
   * @param succeeded what is said of servers on which it succeeded
   */
  private ExecSession(
      ApiClient api,
      OutputOptions options,
      Operation started,
      ServerOutput said,
      String succeeded) {
    Output output = options.output();
    this.prompt = new ApprovalPrompt(new OperationsApi(api), output, options.surroundings());
    this.operations = new OperationsApi(api);
    this.output = output;
    this.started = started;
    this.pieces = new LogPieces(api, started.id(), "");
    this.said = said;
    this.succeeded = succeeded;
  }

  /** The exit code that the command's outcome means. */
  private int toEnd() {
    try (Interruption interruption = Interruption.says(this::cancel);
        EventStream events = operations.events(started.id())) {
      Operation last = watch(events, interruption);
      // Asked for under the lock: whoever comes first tells how it ended, and the other does not.
      synchronized (telling) {
        if (!interruption.begun()) {
          told = true;
          said.end();
          tell(last);
          return OperationSummary.exitCode(last).code();
        }
      }
      return ExitCode.CANCELLED.code();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
    }
  }

  private Operation watch(EventStream events, Interruption interruption)
      throws InterruptedException {
    Obstacles obstacles = new Obstacles(operations, started.id());
    Set<String> told = new HashSet<>();
    long lastAnswer = System.nanoTime();
    Operation now = started;
    while (!interruption.begun()) {
      try {
        // Before the output, so that what was said last is not missed.
        now = operations.now(started.id(), events);
        synchronized (telling) {
          pieces.read(said::take);
        }
        if (now.ended()) {
          return now;
        }
        if (now.awaitsApproval()) {
          prompt.offer(now, () -> {});
        } else {
          obstacles.now().stream().filter(told::add).forEach(output::message);
        }
        lastAnswer = System.nanoTime();
        away = false;
      } catch (Failure e) {
        if (e.exitCode() != ExitCode.UNREACHABLE
            || System.nanoTime() - lastAnswer > PATIENCE.toNanos()) {
          throw e;
        }
        if (!away) {
          output.message("The platform does not answer; the command continues. Waiting for it.");
          away = true;
        }
      }
      events.await(QUIET, POLL);
    }
    return now;
  }

  /** Runs while the process ends after Ctrl-C. */
  private void cancel() {
    output.message("");
    output.message("Ending it on the servers … Ctrl-C again leaves at once.");
    Interruption.onceMore(() -> {
      output.message("");
      output.message("Left; it is still ending. Look: " + Follower.rejoin(started.id()));
    });
    try {
      steer();
      long until = System.nanoTime() + TO_CANCEL.toNanos();
      while (System.nanoTime() < until) {
        Operation now = operations.get(started.id());
        if (now.ended()) {
          synchronized (telling) {
            if (told) {
              return;
            }
            pieces.read(said::take);
            said.end();
            output.message(
                now.state().equals("cancelled") ? "It is cancelled." : "It had already ended.");
            tell(now);
          }
          return;
        }
        Thread.sleep(POLL);
      }
      output.message("It is still ending. Look: " + Follower.rejoin(started.id()));
    } catch (InterruptedException | RuntimeException e) {
      output.message(
          "Nobody knows whether it is cancelled: "
              + Printable.line(String.valueOf(e.getMessage()))
              + ". Try: "
              + HoldfastCommand.PROGRAM
              + " ops cancel "
              + started.id());
    }
  }

  /**
   * What has ended meanwhile cannot be cancelled any more. That is seen when it is asked for, a
   * moment later where its end is still being written down.
   */
  private void steer() throws InterruptedException {
    try {
      operations.steer(started.id(), "cancel", Json.object());
    } catch (Failure e) {
      if (e.exitCode() == ExitCode.UNREACHABLE) {
        throw e;
      }
      long until = System.nanoTime() + TO_SEE_THE_END.toNanos();
      while (!operations.get(started.id()).ended()) {
        if (System.nanoTime() > until) {
          throw e;
        }
        Thread.sleep(POLL);
      }
    }
  }

  private void tell(Operation ended) {
    Operation last = operations.whole(ended);
    if (output.json()) {
      ObjectNode document = (ObjectNode) last.document();
      for (JsonNode server : Json.list(document, "servers")) {
        said.addTo((ObjectNode) server);
      }
      output.document(document);
      return;
    }
    Style style = output.messageStyle();
    SharedCauses causes = new SharedCauses(last);
    Set<String> alike = causes.servers();
    causes.lines(style).forEach(output::message);
    for (Operation.OnServer server : last.servers()) {
      if (!server.done() && !alike.contains(server.name())) {
        output.message(
            style.place(server.name())
                + ": "
                + style.state(server.state())
                + (server.error().isEmpty() || server.error().equals(server.state())
                    ? ""
                    : ", " + server.error()));
      }
    }
    if (last.progress().total() > 1 || !last.state().equals("succeeded")) {
      output.message(
          style.state(last.state())
              + " in "
              + Phrases.duration(last.duration(Clock.systemUTC().instant()))
              + ": "
              + last.progress().succeeded()
              + " of "
              + Phrases.count(last.progress().total(), "server")
              + succeeded
              + "  ("
              + last.id()
              + ")");
    }
  }
}
