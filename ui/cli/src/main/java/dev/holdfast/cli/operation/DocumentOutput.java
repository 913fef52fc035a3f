package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What servers print where that is a JSON document on each line: shown together at the end. */
final class DocumentOutput implements ServerOutput {
  private final Output output;
  private final BiConsumer<Output, Map<String, List<JsonNode>>> view;
  private final Map<String, Printed> printed = new TreeMap<>();

  /** What a server printed; read again it replaces what was read before. */
  private record Printed(int generation, StringBuilder text) {}

  /**
   * @param view shows the documents by their server
   */
  DocumentOutput(Output output, BiConsumer<Output, Map<String, List<JsonNode>>> view) {
    this.output = output;
    this.view = view;
  }

  @Override
  public void take(JsonNode piece) {
    int generation = Json.number(piece, "generation");
    printed
        .merge(
            Json.text(piece, "server"),
            new Printed(generation, new StringBuilder()),
            (before, now) -> now.generation() > before.generation() ? now : before)
        .text()
        .append(Json.text(piece, "text"));
  }

  @Override
  public void end() {
    if (!output.json()) {
      Map<String, List<JsonNode>> documents = new TreeMap<>();
      printed.keySet().forEach(server -> documents.put(server, documents(server)));
      view.accept(output, documents);
    }
  }

  @Override
  public void addTo(ObjectNode server) {
    ArrayNode items = server.putArray("items");
    documents(Json.text(server, "name")).forEach(items::add);
  }

  /** Without a last line that is not there whole, as of a server that was lost. */
  private List<JsonNode> documents(String server) {
    Printed all = printed.get(server);
    List<JsonNode> documents = new ArrayList<>();
    if (all != null) {
      String text = all.text().toString();
      text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(Json::parse)
          .forEach(documents::add);
    }
    return documents;
  }
}
