package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.ServerChoice;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists operations. */
@Command(
    name = "list",
    header = "List operations, the newest first.",
    description = "%nAll operations, or those that match every filter given.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast ops list",
      "  ./holdfast ops list --state awaiting-approval",
      "  ./holdfast ops list --state failed --since 24h --by ann",
      "  ./holdfast ops list --label env=prod",
      "  ./holdfast ops list --type lockdown --server web-1 -o json"
    })
final class OpsListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice server = new ServerChoice();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      order = 1,
      description =
          "queued, planning, awaiting-approval, running, paused, parked, succeeded, failed,"
              + " cancelled or undone.")
  private @Nullable String state;

  @Option(
      names = "--type",
      paramLabel = "OPERATION",
      order = 2,
      description = "Only this operation, such as lockdown.")
  private @Nullable String type;

  @Option(
      names = "--by",
      paramLabel = "USER",
      order = 3,
      description = "Only what this user of Holdfast has started.")
  private @Nullable String by;

  @Option(
      names = "--since",
      paramLabel = "D",
      order = 4,
      description = "Only the last 30m, 24h or 7d, or since a day such as 2026-01-31.")
  private @Nullable String since;

  @Option(
      names = "--label",
      paramLabel = "k=v",
      order = 5,
      description = "Only those on a server with this label.")
  private @Nullable String label;

  @Option(
      names = "--all",
      order = 6,
      description = "Also those of ./holdfast bench, which only measure.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 7,
      description = "At most so many (default: 20).")
  private int limit = 20;

  @Override
  public Integer call() {
    try (ApiClient api = server.api(options)) {
      return new OperationList(limit)
          .where("state", state)
          .where("type", type)
          .where("server", server.name().orElse(null))
          .where("by", by)
          .where("label", label)
          .where("measurements", all ? "true" : null)
          .since(since)
          .show(api, options.output());
    }
  }
}
