package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/**
 * Has the logins of imported servers tried, several at a time; those that show the same host key
 * one after the other, so that the first of two names of a machine stays.
 */
final class ImportCheck {
  private static final int AT_ONCE = 8;

  private final ApiClient api;
  private final Output output;
  private final ImportReport report;

  ImportCheck(ApiClient api, Output output, ImportReport report) {
    this.api = api;
    this.output = output;
    this.report = report;
  }

  private record Checked(String server, FirstCheck outcome) {}

  /** Tries nothing, and notes where another name of the machine may be registered. */
  void leaveOut(Map<String, JsonNode> servers) {
    servers.forEach(this::noteSameKey);
  }

  /** Tries those of the documents, and adds to the report what it has shown of each. */
  void run(Map<String, JsonNode> servers) {
    if (servers.isEmpty()) {
      return;
    }
    output.message(
        "Trying the login of %s …"
            .formatted(
                servers.size() == 1
                    ? String.join("", servers.keySet())
                    : servers.size() + " servers"));
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<CompletableFuture<List<Checked>>> running =
          byHostKey(servers).stream()
              .map(names -> CompletableFuture.supplyAsync(() -> inOrder(names), threads))
              .toList();
      running.forEach(checked ->
          checked
              .join()
              .forEach(one -> tell(one, Objects.requireNonNull(servers.get(one.server())))));
    }
  }

  private static Collection<List<String>> byHostKey(Map<String, JsonNode> servers) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    servers.forEach((name, server) -> {
      String key =
          Json.list(server, "hostKeys").stream()
              .map(pinned -> Json.text(pinned, "key"))
              .min(String::compareTo)
              .orElse(name);
      names.computeIfAbsent(key, _ -> new ArrayList<>()).add(name);
    });
    return names.values();
  }

  private List<Checked> inOrder(List<String> names) {
    List<Checked> checked = new ArrayList<>();
    for (String name : names) {
      FirstCheck outcome;
      try {
        outcome = FirstCheck.of(api, name);
      } catch (Failure e) {
        // It is another's machine and cannot be unregistered: others are reached through it.
        outcome = new FirstCheck.NotTried(Printable.line(String.valueOf(e.getMessage())));
      }
      checked.add(new Checked(name, outcome));
    }
    return checked;
  }

  private void tell(Checked checked, JsonNode registered) {
    String server = checked.server();
    switch (checked.outcome()) {
      case FirstCheck.Works(String warning) -> {
        report.checked(server, "login and sudo work");
        if (!warning.isEmpty()) {
          report.note(server + ": " + warning);
        }
      }
      case FirstCheck.NotYet notYet -> {
        report.notUsable(
            server,
            "cannot be used yet: %s; see %s".formatted(notYet.problem(), FirstCheck.again(server)));
        noteSameKey(server, registered);
      }
      case FirstCheck.SameMachine(_, String summary) ->
          report.unregistered(
              server,
              "%s; register it with %s server add %s --alias-of … if it shall have two names"
                  .formatted(summary, HoldfastCommand.PROGRAM, server));
      case FirstCheck.NotTried(String reason) -> {
        report.checked(
            server, "login not tried: %s; see %s".formatted(reason, FirstCheck.again(server)));
        noteSameKey(server, registered);
      }
    }
  }

  private void noteSameKey(String name, JsonNode registered) {
    List<JsonNode> others = Json.list(registered, "sameHostKeyAs");
    if (!others.isEmpty()) {
      report.note(
          "%s has the same host key as %s%s; if that is the same machine, remove %s and register it again with --alias-of"
              .formatted(
                  name,
                  others.getFirst().asString(),
                  others.size() > 1 ? " and " + (others.size() - 1) + " more" : "",
                  name));
    }
  }
}
