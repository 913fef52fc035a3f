package dev.holdfast.cli.operation;

import dev.holdfast.cli.EventStream;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Interruption;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Watches an operation until it ends, through restarts of the platform, and asks for approval. */
final class Follower {
  private static final Duration POLL = Duration.ofMillis(500);
  // Steps make no events of their own, so they are asked for.
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration REDRAW = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  // A burst of events is one piece of news.
  private static final Duration BURST = Duration.ofMillis(80);

  private final OperationsApi operations;
  private final Output output;
  private final ProgressView view;
  private final ApprovalPrompt prompt;
  private final Clock clock = Clock.system(ZoneId.systemDefault());

  Follower(OperationsApi operations, Output output, Surroundings surroundings) {
    this.operations = operations;
    this.output = output;
    boolean live = output.terminal().error() && output.terminal().cursor();
    this.view =
        live
            ? new LiveBlock(output, clock, output.terminal().columns())
            : new TimedLines(output, clock);
    this.prompt = new ApprovalPrompt(operations, output, surroundings);
  }

  /**
   * Returns when the operation has ended, with its last state.
   *
   * @throws Failure if the user does not want to wait for an approval, or the platform stays away
   */
  Operation follow(String id) {
    try (Interruption _ = Interruption.says(() -> detached(id));
        EventStream events = operations.events(id)) {
      Operation last = watch(id, events);
      view.yieldScreen();
      return last;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), rejoin(id));
    }
  }

  private Operation watch(String id, EventStream events) throws InterruptedException {
    Obstacles obstacles = new Obstacles(operations, id);
    long lastAnswer = System.nanoTime();
    while (true) {
      try {
        Operation now = operations.now(id, events);
        lastAnswer = System.nanoTime();
        if (now.ended()) {
          view.show(now, Map.of(), List.of());
          return now;
        }
        view.show(
            now, operations.currentSteps(id), now.awaitsApproval() ? List.of() : obstacles.now());
        if (now.awaitsApproval()) {
          prompt.offer(now, view);
        }
      } catch (Failure e) {
        if (e.exitCode() != ExitCode.UNREACHABLE) {
          throw e;
        }
        if (System.nanoTime() - lastAnswer > PATIENCE.toNanos()) {
          throw new Failure(e.exitCode(), String.valueOf(e.getMessage()), List.of(), rejoin(id));
        }
        view.note("The platform does not answer; the operation is safe. Waiting for it.");
      }
      awaitNews(events);
    }
  }

  private void awaitNews(EventStream events) throws InterruptedException {
    Duration waited = Duration.ZERO;
    while (waited.compareTo(QUIET) < 0) {
      boolean news = events.await(REDRAW, POLL);
      if (news || !events.connected()) {
        break;
      }
      waited = waited.plus(REDRAW);
      view.tick();
    }
    Thread.sleep(BURST);
    view.tick();
  }

  private void detached(String id) {
    output.message("");
    output.message("Stopped watching; the operation continues.");
    output.message("  watch it again:  " + rejoin(id));
    output.message("  stop it:         " + HoldfastCommand.PROGRAM + " ops cancel " + id);
  }

  static String rejoin(String id) {
    return HoldfastCommand.PROGRAM + " ops show " + id + " --follow";
  }
}
