package dev.holdfast.cli.containers;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.Since;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.PrintedOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is shown of containers; each method returns the exit code. */
final class ContainerViews {
  private static final String OPERATION = "containers";
  private static final int ID = 12;
  private static final double MEGABYTE = 1e6;

  private ContainerViews() {}

  static int list(OutputOptions options, PlatformOptions platform, String selector) {
    return documents(
        options,
        platform,
        selector,
        input("list"),
        table(
            new Table("SERVER", "CONTAINER", "STATE", "HEALTH", "IMAGE", "PORTS", "STATUS")
                .withState(2),
            (server, container) ->
                new String[] {
                  server,
                  Json.text(container, "name"),
                  Json.text(container, "state"),
                  Json.text(container, "health"),
                  Json.text(container, "image"),
                  joined(container, "ports"),
                  Json.text(container, "status")
                }));
  }

  static int quarantined(OutputOptions options, PlatformOptions platform, String selector) {
    BiConsumer<Output, Map<String, List<JsonNode>>> rows =
        table(
            new Table("SERVER", "CONTAINER", "STATE", "ISOLATED", "UNTIL", "THEN", "BY", "REASON"),
            (server, container) ->
                new String[] {
                  server,
                  Json.text(container, "name"),
                  Json.text(container, "state"),
                  Json.flag(container, "isolated") ? "yes" : "no",
                  QuarantineView.until(container),
                  QuarantineView.then(container),
                  Json.text(container, "by"),
                  Json.text(container, "reason")
                });
    return documents(
        options,
        platform,
        selector,
        input("quarantined"),
        (output, documents) -> {
          rows.accept(output, documents);
          if (documents.values().stream().flatMap(List::stream).anyMatch(QuarantineView::asks)) {
            output.message("Somebody is to decide: ./holdfast approvals list");
          }
        });
  }

  static int ports(OutputOptions options, PlatformOptions platform, String selector) {
    return documents(
        options,
        platform,
        selector,
        input("ports"),
        table(
            new Table("SERVER", "PORT", "ADDRESS", "CONTAINER", "PROCESS"),
            (server, row) ->
                new String[] {
                  server,
                  Json.text(row, "port") + "/" + Json.text(row, "protocol"),
                  Json.text(row, "address"),
                  Json.text(row, "container"),
                  Json.text(row, "process")
                }));
  }

  static int networks(OutputOptions options, PlatformOptions platform, String selector) {
    return documents(
        options,
        platform,
        selector,
        input("networks"),
        table(
            new Table("SERVER", "NETWORK", "DRIVER", "INTERNAL", "ADDRESSES"),
            (server, network) ->
                new String[] {
                  server,
                  Json.text(network, "Name"),
                  Json.text(network, "Driver"),
                  Json.flag(network, "Internal") ? "yes" : "no",
                  Json.list(network.path("IPAM"), "Config").stream()
                      .map(config -> Json.text(config, "Subnet"))
                      .collect(Collectors.joining(", "))
                }));
  }

  static int volumes(OutputOptions options, PlatformOptions platform, String selector) {
    return documents(
        options,
        platform,
        selector,
        input("volumes"),
        table(
            new Table("SERVER", "VOLUME", "DRIVER", "PLACE"),
            (server, volume) ->
                new String[] {
                  server,
                  Json.text(volume, "Name"),
                  Json.text(volume, "Driver"),
                  Json.text(volume, "Mountpoint")
                }));
  }

  static int images(OutputOptions options, PlatformOptions platform, String selector) {
    return documents(
        options,
        platform,
        selector,
        input("images"),
        table(
            new Table("SERVER", "IMAGE", "SIZE", "NAMES"),
            (server, image) ->
                new String[] {
                  server,
                  shortId(Json.text(image, "Id")),
                  String.format(Locale.ROOT, "%.1f MB", image.path("Size").asDouble(0) / MEGABYTE),
                  joined(image, "RepoTags")
                }));
  }

  static int inspect(
      OutputOptions options, PlatformOptions platform, String selector, String name) {
    return documents(
        options,
        platform,
        selector,
        input("inspect").put("name", name),
        (output, documents) ->
            documents
                .values()
                .forEach(all -> all.forEach(one -> output.line(one.toPrettyString()))));
  }

  static int logs(
      OutputOptions options,
      PlatformOptions platform,
      String selector,
      String name,
      @Nullable Integer tail,
      @Nullable String since,
      boolean timestamps,
      @Nullable Duration follow) {
    ObjectNode input = input("logs").put("name", name).put("timestamps", timestamps);
    if (tail != null) {
      input.put("tail", tail);
    }
    if (since != null) {
      input.put("since", Since.parse(since, Instant.now()).toString());
    }
    if (follow != null) {
      input.put("followSeconds", follow.toSeconds());
    }
    return PrintedOperation.lines(options, platform, OPERATION, selector, input);
  }

  static int exec(
      OutputOptions options,
      PlatformOptions platform,
      String selector,
      String name,
      List<String> command,
      boolean sudo,
      @Nullable String user,
      @Nullable Duration timeout) {
    ObjectNode input = Json.object().put("sudo", sudo);
    ArrayNode words = input.putArray("command").add("docker").add("exec");
    if (user != null) {
      words.add("--user=" + user);
    }
    words.add(name);
    command.forEach(words::add);
    if (timeout != null) {
      input.put("timeoutSeconds", timeout.toSeconds());
    }
    return PrintedOperation.command(options, platform, selector, input);
  }

  private static ObjectNode input(String show) {
    return Json.object().put("show", show);
  }

  private static int documents(
      OutputOptions options,
      PlatformOptions platform,
      String selector,
      ObjectNode input,
      BiConsumer<Output, Map<String, List<JsonNode>>> view) {
    return PrintedOperation.documents(options, platform, OPERATION, selector, input, view);
  }

  private static BiConsumer<Output, Map<String, List<JsonNode>>> table(
      Table table, BiFunction<String, JsonNode, String[]> row) {
    return (output, documents) -> {
      documents.forEach(
          (server, all) -> all.forEach(document -> table.row(row.apply(server, document))));
      if (!table.isEmpty()) {
        output.table(table);
      }
    };
  }

  private static String joined(JsonNode node, String field) {
    return Json.list(node, field).stream()
        .map(JsonNode::asString)
        .collect(Collectors.joining(", "));
  }

  private static String shortId(String id) {
    String digits = id.substring(id.indexOf(':') + 1);
    return digits.substring(0, Math.min(ID, digits.length()));
  }
}
