package dev.holdfast.cli.operation;

import dev.holdfast.cli.Output;
import dev.holdfast.cli.Style;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Progress on a terminal: a few lines that are drawn again and again in the same place. */
final class LiveBlock implements ProgressView {
  private static final int ROWS = 12;
  private static final int BAR = 24;

  private final Output output;
  private final Clock clock;
  private final int columns;
  private final Speeds speeds = new Speeds();
  private @Nullable Operation operation;
  private Map<String, String> steps = Map.of();
  private List<String> obstacles = List.of();
  private String note = "";
  private int drawn;

  LiveBlock(Output output, Clock clock, int columns) {
    this.output = output;
    this.clock = clock;
    this.columns = columns;
  }

  @Override
  public synchronized void show(
      Operation operation, Map<String, String> steps, List<String> obstacles) {
    this.operation = operation;
    this.steps = steps;
    this.obstacles = obstacles;
    note = "";
    draw(lines(operation));
  }

  @Override
  public synchronized void tick() {
    if (operation != null && drawn > 0) {
      draw(lines(operation));
    }
  }

  @Override
  public synchronized void note(String text) {
    note = text;
    if (operation != null) {
      draw(lines(operation));
    }
  }

  @Override
  public synchronized void yieldScreen() {
    draw(List.of());
  }

  private List<String> lines(Operation now) {
    Style style = output.messageStyle();
    List<String> lines = new ArrayList<>();
    String what = now.type() + " on " + now.selector() + (now.dryRun() ? " (dry run)" : "");
    String state = "  " + now.state() + "  " + Phrases.duration(now.duration(clock.instant()));
    lines.add(style.bold(Phrases.fit(what, columns - state.length())) + state);
    lines.add(Phrases.fit(bar(now), columns - 1));
    String gates = GateView.now(now.document());
    if (!gates.isEmpty()) {
      lines.add(style.attention(Phrases.fit("  gates " + gates, columns - 1)));
    }
    List<BegunStep> begun = now.runbookSteps();
    for (BegunStep step : begun.subList(Math.max(0, begun.size() - ROWS), begun.size())) {
      // Without colours, which a cut would leave switched on.
      lines.add(Phrases.fit("  " + step.line(new Style(false)), columns - 1));
    }
    List<Operation.OnServer> servers =
        now.servers().stream().sorted(Comparator.comparingInt(LiveBlock::rank)).toList();
    List<Operation.OnServer> visible = servers.subList(0, Math.min(ROWS, servers.size()));
    int width = visible.stream().mapToInt(s -> s.name().length()).max().orElse(0);
    for (Operation.OnServer server : visible) {
      lines.add(row(server, Math.min(width, 30), style));
    }
    int more = servers.size() + now.more() - visible.size();
    if (more > 0) {
      lines.add(style.dim("  and " + more + " more"));
    }
    for (String obstacle : obstacles) {
      for (String line : Phrases.wrap(obstacle, columns - 1)) {
        lines.add(style.attention(Phrases.fit(line, columns - 1)));
      }
    }
    if (!note.isEmpty()) {
      lines.add(style.attention(Phrases.fit(note, columns - 1)));
    }
    return lines;
  }

  private String bar(Operation now) {
    Operation.Progress progress = now.progress();
    int filled = progress.total() == 0 ? 0 : BAR * progress.ended() / progress.total();
    StringBuilder bar =
        new StringBuilder("[").repeat('#', filled).repeat('-', BAR - filled).append("] ");
    bar.append(progress.ended()).append(" of ").append(Phrases.count(progress.total(), "server"));
    if (progress.running() > 0) {
      bar.append(", ").append(progress.running()).append(" running");
    }
    if (progress.failed() > 0) {
      bar.append(", ").append(progress.failed()).append(" failed");
    }
    if (!now.wave().isEmpty()) {
      bar.append(", ").append(now.wave());
    }
    now.left(clock.instant())
        .ifPresent(left -> bar.append(", about ").append(Phrases.duration(left)).append(" left"));
    return bar.toString();
  }

  private String row(Operation.OnServer server, int width, Style style) {
    String name = Phrases.fit(server.name(), width);
    String step = steps.getOrDefault(server.name(), "");
    String moving = speeds.text(server, clock.instant());
    String doing = moving.isEmpty() ? server.parked().isEmpty() ? step : server.parked() : moving;
    String text = TimedLines.ended(server.state()) ? TimedLines.result(server) : doing;
    int used = 2 + width + 2 + 18;
    return "  "
        + name
        + " ".repeat(width - name.length() + 2)
        + style.state(server.state())
        + " ".repeat(Math.max(1, 18 - server.state().length()))
        + Phrases.fit(text, Math.max(10, columns - used - 1));
  }

  // What a person can act upon comes first.
  private static int rank(Operation.OnServer server) {
    return switch (server.state()) {
      case "failed", "interrupted", "unreachable" -> 0;
      case "awaiting-approval", "parked", "paused" -> 1;
      case "running", "planning" -> 2;
      case "queued" -> 4;
      default -> 3;
    };
  }

  private void draw(List<String> lines) {
    StringBuilder screen = new StringBuilder();
    if (drawn > 0) {
      screen.append("\u001b[").append(drawn).append('A');
    }
    screen.append("\r\u001b[J");
    lines.forEach(line -> screen.append(line).append('\n'));
    drawn = lines.size();
    output.raw(screen.toString());
  }
}
