package dev.holdfast.cli.stack;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Phrases;
import dev.holdfast.cli.operation.PrintedOperation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is shown of the stacks that servers have; each method returns the exit code. */
final class StackViews {
  private static final String OPERATION = "containers";
  private static final String LABEL = "dev.holdfast.stack";

  private StackViews() {}

  static int list(OutputOptions options, PlatformOptions platform, String selector) {
    return PrintedOperation.documents(
        options,
        platform,
        OPERATION,
        selector,
        containers(),
        (output, documents) -> {
          Table table = new Table("SERVER", "STACK", "TOOLS", "RUNNING", "UNHEALTHY");
          documents.forEach((server, all) ->
              byStack(all)
                  .forEach((stack, tools) ->
                      table.row(
                          server,
                          stack,
                          String.valueOf(tools.size()),
                          String.valueOf(count(tools, "state", "running")),
                          String.valueOf(count(tools, "health", "unhealthy")))));
          if (table.isEmpty()) {
            output.message("No stacks there. Deploy one: ./holdfast stack deploy --help");
          } else {
            output.table(table);
          }
        });
  }

  static int show(OutputOptions options, PlatformOptions platform, String name, String selector) {
    return PrintedOperation.documents(
        options,
        platform,
        OPERATION,
        selector,
        containers(),
        (output, documents) -> {
          tell(options, platform, output, name);
          Table table =
              new Table("SERVER", "CONTAINER", "STATE", "HEALTH", "PORTS", "IMAGE").withState(2);
          documents.forEach((server, all) ->
              byStack(all)
                  .getOrDefault(name, List.of())
                  .forEach(tool ->
                      table.row(
                          server,
                          Json.text(tool, "name"),
                          Json.text(tool, "state"),
                          Json.text(tool, "health"),
                          String.join(", ", Json.strings(tool, "ports")),
                          Json.text(tool, "image"))));
          if (table.isEmpty()) {
            output.message("The stack " + name + " is not there.");
          } else {
            output.table(table);
          }
        });
  }

  /** Every deployment of a stack. */
  static int history(OutputOptions options, PlatformOptions platform, String name) {
    try (ApiClient api = platform.api(options)) {
      List<JsonNode> all = Pages.read(api, path(name) + "/deployments", 1000);
      return options
          .output()
          .list(
              all,
              "It was never deployed.",
              () -> {
                Table table =
                    new Table(
                            "VERSION",
                            "WHAT",
                            "STATE",
                            "WHEN",
                            "BY",
                            "SERVERS",
                            "OPERATION",
                            "DOCUMENT")
                        .withState(2);
                all.forEach(one ->
                    table.row(
                        Json.text(one, "version"),
                        Json.text(one, "kind"),
                        Json.text(one, "state"),
                        Phrases.time(one, "startedAt"),
                        Json.text(one, "initiator"),
                        Json.text(one, "selector"),
                        Json.text(one, "operation"),
                        Json.text(one, "document")
                            + (one.has("sameAs") ? ", as " + Json.text(one, "sameAs") : "")));
                return table;
              });
    }
  }

  static String path(String name) {
    return "/stacks/" + Pages.encode(name);
  }

  private static void tell(
      OutputOptions options, PlatformOptions platform, Output output, String name) {
    try (ApiClient api = platform.api(options)) {
      api.find(path(name) + "/deployments")
          .map(page -> Json.list(page, "items"))
          .filter(all -> !all.isEmpty())
          .map(List::getFirst)
          .ifPresent(last ->
              output.message(
                  Printable.line(
                      "%s version %s: %s by %s at %s, %s (%s)"
                          .formatted(
                              name,
                              Json.text(last, "version"),
                              Json.text(last, "kind"),
                              Json.text(last, "initiator"),
                              Phrases.time(last, "startedAt"),
                              Json.text(last, "state"),
                              Json.text(last, "operation")))));
    }
  }

  private static Map<String, List<JsonNode>> byStack(List<JsonNode> containers) {
    return containers.stream()
        .filter(container -> container.path("labels").has(LABEL))
        .collect(
            Collectors.groupingBy(
                container -> Json.text(container.path("labels"), LABEL),
                TreeMap::new,
                Collectors.toList()));
  }

  private static long count(List<JsonNode> tools, String field, String value) {
    return tools.stream().filter(tool -> Json.text(tool, field).equals(value)).count();
  }

  private static ObjectNode containers() {
    return Json.object().put("show", "list");
  }
}
