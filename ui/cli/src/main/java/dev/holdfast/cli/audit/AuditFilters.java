package dev.holdfast.cli.audit;

import dev.holdfast.cli.Pages;
import dev.holdfast.cli.ServerChoice;
import dev.holdfast.cli.Since;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which records; mixed in beside a {@link ServerChoice}. */
final class AuditFilters {
  @Option(
      names = "--operation",
      paramLabel = "ID",
      order = 11,
      description = "Only what belongs to this operation.")
  private @Nullable String operation;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      order = 12,
      description = "Only what this user of Holdfast asked for.")
  private @Nullable String user;

  @Option(names = "--user", hidden = true, description = "What --by was called before.")
  void formerly(String name) {
    user = name;
  }

  @Option(
      names = "--since",
      paramLabel = "D",
      order = 13,
      description = "Only the last 30m, 24h or 7d, or since a day such as 2026-01-31.")
  private @Nullable String since;

  /** Whether anything is left out. */
  boolean any(ServerChoice server) {
    return server.name().isPresent() || operation != null || user != null || since != null;
  }

  /** Whether one operation is asked for. */
  boolean ofOneOperation() {
    return operation != null;
  }

  /** The list in this order. */
  String path(ServerChoice server, String order, int limit) {
    StringBuilder path =
        new StringBuilder("/audit?order=").append(order).append("&limit=").append(limit);
    filter(path, "server", server.name().orElse(null));
    filter(path, "operation", operation);
    filter(path, "user", user);
    if (since != null) {
      filter(path, "since", Since.parse(since, Instant.now()).toString());
    }
    return path.toString();
  }

  private static void filter(StringBuilder path, String name, @Nullable String value) {
    if (value != null) {
      path.append('&').append(name).append('=').append(Pages.encode(value));
    }
  }
}
