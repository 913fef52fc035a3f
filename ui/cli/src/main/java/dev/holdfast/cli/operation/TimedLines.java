package dev.holdfast.cli.operation;

import dev.holdfast.cli.Output;
import dev.holdfast.cli.Style;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Progress where the cursor cannot be moved: a line with the time for everything new. */
final class TimedLines implements ProgressView {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Output output;
  private final Clock clock;
  private final Speeds speeds = new Speeds();
  private final Map<String, String> shown = new HashMap<>();

  TimedLines(Output output, Clock clock) {
    this.output = output;
    this.clock = clock;
  }

  @Override
  public void show(Operation operation, Map<String, String> steps, List<String> obstacles) {
    Style style = output.messageStyle();
    if (isNew("", operation.state())) {
      line(
          operation.type()
              + " "
              + operation.id()
              + ": "
              + style.state(operation.state())
              + (operation.progress().total() > 0
                  ? " (" + Phrases.count(operation.progress().total(), "server") + ")"
                  : ""));
    }
    if (!operation.wave().isEmpty() && isNew("wave", operation.wave())) {
      line(operation.wave() + ": " + done(operation));
    }
    String gates = GateView.now(operation.document());
    if (!gates.isEmpty() && isNew("gates", gates)) {
      line("gates " + gates);
    }
    for (BegunStep step : operation.runbookSteps()) {
      if (isNew("step " + step.label(), step.state())) {
        line(step.line(style));
      }
    }
    if (operation.more() > 0) {
      tenths(operation);
    }
    for (Operation.OnServer server : operation.servers()) {
      tenths(server);
      String step = steps.getOrDefault(server.name(), "");
      if (!step.isEmpty() && isNew(server.name() + "/step", step)) {
        line(server.name() + ": " + step);
      }
      if (isNew(server.name(), server.state()) && ended(server.state())) {
        Operation.Progress progress = operation.progress();
        line(
            server.name()
                + ": "
                + style.state(server.state())
                // What failed is told at the end, once, those together that failed alike.
                + (server.error().isEmpty() ? ", " + result(server) : "")
                + " ["
                + progress.ended()
                + "/"
                + progress.total()
                + "]");
      }
    }
    for (String obstacle : obstacles) {
      if (isNew(obstacle, "")) {
        line(obstacle);
      }
    }
  }

  private String done(Operation operation) {
    Operation.Progress progress = operation.progress();
    StringBuilder done = new StringBuilder();
    done.append(progress.ended()).append(" of ").append(Phrases.count(progress.total(), "server"));
    done.append(" done");
    if (progress.failed() > 0) {
      done.append(", ").append(progress.failed()).append(" failed");
    }
    operation
        .left(clock.instant())
        .ifPresent(left -> done.append(", about ").append(Phrases.duration(left)).append(" left"));
    return done.toString();
  }

  /** Most servers of many are never among the first that the API tells of. */
  private void tenths(Operation operation) {
    int ended = operation.progress().ended();
    int tenth = 10 * ended / operation.progress().total();
    if (ended > 0 && isNew("done/tenth", Integer.toString(tenth))) {
      line(operation.type() + ": " + done(operation));
    }
  }

  /** A log wants no line a second: one for each tenth of a file. */
  private void tenths(Operation.OnServer server) {
    if (server.ofBytes() > 0 && !ended(server.state())) {
      long tenth = 10 * server.bytes() / server.ofBytes();
      String text = speeds.text(server, clock.instant());
      if (tenth > 0 && isNew(server.name() + "/tenth", Long.toString(tenth))) {
        line(server.name() + ": " + text);
      }
    }
  }

  @Override
  public void tick() {}

  @Override
  public void note(String text) {
    line(text);
  }

  @Override
  public void yieldScreen() {}

  static String result(Operation.OnServer server) {
    if (!server.error().isEmpty()) {
      return server.error();
    }
    if (!server.moved().isEmpty()) {
      return server.moved();
    }
    return server.exitCode().isEmpty()
        ? Phrases.count(server.changes(), "change") + ", " + server.unchanged() + " unchanged"
        : "exit code " + server.exitCode();
  }

  static boolean ended(String state) {
    return switch (state) {
      case "queued", "planning", "awaiting-approval", "running", "paused", "parked" -> false;
      default -> true;
    };
  }

  private boolean isNew(String what, String value) {
    return !value.equals(shown.put(what, value));
  }

  private void line(String text) {
    output.message(TIME.format(LocalTime.now(clock)) + " " + text);
  }
}
