package dev.holdfast.api.catalog;

import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists the operations and says what input each takes. */
@RestController
@RequestMapping("/api/v1/catalog")
final class CatalogController {
  private final JsonMapper json;

  CatalogController(JsonMapper json) {
    this.json = json;
  }

  /**
   * @param kind {@code change}, {@code run}, {@code read} or {@code long-lived}
   * @param scope {@code servers}, or {@code subject} for what is started in a way of its own
   * @param result {@code output} where what its commands printed is what one wants to see, else
   *     {@code state}
   * @param undo how what it did is undone, or why it cannot be
   * @param permission what starting it takes, on each of its servers
   */
  record Entry(
      String name,
      String title,
      String description,
      String kind,
      String scope,
      String result,
      String undo,
      String permission) {}

  record Entries(List<Entry> items, @Nullable String next) {}

  /**
   * @param scope {@code servers}, or {@code subject} for what is started in a way of its own
   * @param schema the JSON Schema (2020-12) of the input
   * @param example an input that does something sensible
   */
  record Described(
      String name,
      String title,
      String description,
      String kind,
      String scope,
      String result,
      String undo,
      String permission,
      JsonNode schema,
      JsonNode example) {}

  @Requires(value = "catalog:read", on = Requires.On.ANY_SCOPE)
  @GetMapping
  Entries list() {
    return new Entries(
        Catalogue.operations().stream()
            .map(type ->
                new Entry(
                    type.name(),
                    type.title(),
                    type.description(),
                    type.kind().word(),
                    type.scope().word(),
                    type.result().word(),
                    type.undo(),
                    type.permission()))
            .toList(),
        null);
  }

  @Requires(value = "catalog:read", on = Requires.On.ANY_SCOPE)
  @GetMapping("/{type}")
  Described describe(@PathVariable String type) {
    OperationType found =
        Catalogue.find(type)
            .orElseThrow(() ->
                ApiException.notFound(
                    "unknown-operation",
                    "There is no operation '"
                        + type
                        + "'; there are "
                        + Catalogue.operations().stream()
                            .map(OperationType::name)
                            .collect(Collectors.joining(", "))
                        + "."));
    return new Described(
        found.name(),
        found.title(),
        found.description(),
        found.kind().word(),
        found.scope().word(),
        found.result().word(),
        found.undo(),
        found.permission(),
        json.readTree(found.schema()),
        json.readTree(found.example()));
  }
}
