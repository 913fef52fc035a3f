package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerState;
import io.temporal.workflow.Workflow;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The live details of an operation: counts, and those servers that are of interest now. */
final class FleetDetails {
  /** More are in the platform's own views. */
  private static final int SHOWN = 50;

  private final Map<ServerState, Integer> counts = new EnumMap<>(ServerState.class);
  private final Set<String> underWay = new LinkedHashSet<>();
  private final Map<String, ServerEnded> failed = new LinkedHashMap<>();
  private final LinkedHashMap<String, ServerEnded> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ServerEnded> eldest) {
          return size() > SHOWN;
        }
      };
  private String now = "";

  /** What is known of all servers; of those under way it is not yet said. */
  void count(Map<ServerState, Integer> states) {
    counts.clear();
    counts.putAll(states);
  }

  void begun(String server) {
    underWay.add(server);
    ServerEnded before = failed.remove(server);
    if (before != null) {
      counts.merge(before.state(), -1, Integer::sum);
    }
    ended.remove(server);
  }

  void ended(ServerEnded told) {
    underWay.remove(told.server());
    counts.merge(told.state(), 1, Integer::sum);
    if (told.state().bad() && failed.size() < SHOWN) {
      failed.put(told.server(), told);
    } else {
      ended.put(told.server(), told);
    }
    show();
  }

  void show(String what) {
    now = what;
    show();
  }

  private void show() {
    StringBuilder text = new StringBuilder("**" + now + "**\n\n").append(counted());
    text.append("| server | state | changes | |\n|---|---|---|---|\n");
    int rows = 0;
    for (ServerEnded one : failed.values()) {
      rows = row(text, rows, one.server(), one.state(), one.changes(), one.error());
    }
    for (String server : underWay) {
      rows = row(text, rows, server, ServerState.RUNNING, 0, null);
    }
    for (ServerEnded one : ended.sequencedValues().reversed()) {
      rows = row(text, rows, one.server(), one.state(), one.changes(), one.error());
    }
    Workflow.setCurrentDetails(text.toString());
  }

  private String counted() {
    String states =
        counts.entrySet().stream()
            .filter(count -> count.getKey().ended() && count.getValue() > 0)
            .map(count -> count.getValue() + " " + count.getKey().word())
            .collect(Collectors.joining(", "));
    String running = underWay.isEmpty() ? "" : underWay.size() + " under way";
    String both =
        states.isEmpty() || running.isEmpty() ? states + running : running + ", " + states;
    return both.isEmpty() ? "" : both + "\n\n";
  }

  private static int row(
      StringBuilder text,
      int rows,
      String server,
      ServerState state,
      int changes,
      @Nullable String error) {
    if (rows < SHOWN) {
      text.append("| ")
          .append(server)
          .append(" | ")
          .append(state.word())
          .append(" | ")
          .append(changes)
          .append(" | ")
          .append(error == null ? "" : error.replace("|", "\\|"))
          .append(" |\n");
    }
    return rows + 1;
  }
}
