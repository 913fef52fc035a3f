package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.ServerChoice;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows the events. */
@Command(
    name = "watch",
    header = "Print events as they happen, and show them on the desktop.",
    description = {
      "%nFollows until you press Ctrl-C, also while the platform restarts. With -o json each event is"
          + " one line, with its id: --after ID continues after it, and misses nothing.",
      "%nKinds: operation.started, operation.awaiting-approval, operation.halted,"
          + " operation.parked, operation.succeeded,"
          + " operation.failed, operation.cancelled, operation.undone, approval.decided, approval.escalated,"
          + " server.added, server.removed, server.unreachable, schedule.failed,"
          + " quarantine.expired, container.violation, container.violation-ended, login.locked,"
          + " login.token-reused, secret.revealed,"
          + " secret.not-revoked.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast notify watch --desktop",
      "  ./holdfast notify watch --kind operation.failed,server.*",
      "  ./holdfast notify watch --server web-1",
      "  ./holdfast notify watch --after 0 --limit 20 -o json"
    })
final class NotifyWatchCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice server = new ServerChoice();

  @Option(
      names = "--kind",
      paramLabel = "KIND,…",
      order = 1,
      description = "Only these kinds; * stands for anything, as in operation.*.")
  private @Nullable String kind;

  @Option(
      names = "--operation",
      paramLabel = "ID",
      order = 2,
      description = "Only events of this operation.")
  private @Nullable String operation;

  @Option(
      names = "--after",
      paramLabel = "ID",
      order = 3,
      description = "Begin after this event; 0 for all that are kept (default: now).")
  private String after = "now";

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 4,
      description = "Stop after so many (default: never).")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--desktop",
      order = 5,
      description = "Show each on the desktop, too; needs notify-send.")
  private boolean desktop;

  @Override
  public Integer call() {
    try (ApiClient api = server.api(options)) {
      Desktop shown = desktop ? Desktop.of(options.surroundings()) : Desktop.none();
      return new FollowedEvents(api, options.output(), shown, query(), limit).follow(after);
    }
  }

  private String query() {
    var query = new StringBuilder();
    add(query, "kind", kind);
    add(query, "operation", operation);
    add(query, "server", server.name().orElse(null));
    return query.toString();
  }

  private static void add(StringBuilder query, String name, @Nullable String value) {
    if (value != null) {
      query.append('&').append(name).append('=').append(Pages.encode(value));
    }
  }
}
