package dev.holdfast.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class OpenApiDocumentTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path KEPT = Path.of("../docs/openapi.json");
  private static final Path SERVED = Path.of("target/openapi.json");
  private static final JsonNode DOCUMENT = TestPlatform.get().owner().get("/openapi.json").json();

  @Test
  void shouldBeTheDocumentThatIsKept() throws IOException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(DOCUMENT) + "\n";
    Files.writeString(SERVED, text);
    String kept = Files.exists(KEPT) ? Files.readString(KEPT) : "{}";
    if (text.equals(kept)) {
      return;
    }
    var changes = new ContractChanges(JSON.readTree(kept), DOCUMENT);
    fail(
        """
        The API is not what docs/openapi.json says.
        Breaking, which clients of today may not survive:
          %s
        Additions:
          %s
        If this is meant: cp api/target/openapi.json docs/openapi.json. What breaks clients needs a new version of the path,
        or a reason in the commit.\
        """
            .formatted(lines(changes.breaking()), lines(changes.additions())));
  }

  @Test
  void shouldResolveEveryReference() {
    List<String> dangling = new ArrayList<>();
    references(DOCUMENT.path("paths"), dangling);
    DOCUMENT
        .path("components")
        .path("schemas")
        .properties()
        .forEach(schema -> {
          if (!schema.getKey().startsWith("Input.")) {
            references(schema.getValue(), dangling);
          }
        });

    assertThat(DOCUMENT.path("openapi").asString()).startsWith("3.1");
    assertThat(dangling).isEmpty();
  }

  @Test
  void shouldNameEachOperationOnce() {
    List<String> ids = DOCUMENT.path("paths").findValuesAsString("operationId");

    assertThat(ids).hasSizeGreaterThan(100).doesNotHaveDuplicates();
  }

  @Test
  void shouldSayEverythingThatTheSchemasOfOperationsSay() {
    for (OperationType type : Catalogue.operations()) {
      JsonNode told = DOCUMENT.at("/components/schemas/Input." + type.name());

      assertThat(keywords(told))
          .as(type.name())
          .containsAll(keywords(JSON.readTree(type.schema())));
    }
  }

  @Test
  void shouldTellHowARequestIsRefused() {
    JsonNode show = DOCUMENT.at("/paths/~1api~1v1~1servers~1{name}/get");

    assertThat(show.path("x-permission").asString()).isEqualTo("servers:read");
    assertThat(codes(show, 401)).contains("no-token", "bad-token", "token-outdated");
    assertThat(codes(show, 403)).contains("permission-missing");
    assertThat(codes(show, 404)).containsExactly("unknown-server");
    assertThat(codes(show, 429)).contains("too-many-requests");
    assertThat(DOCUMENT.at("/paths/~1api~1v1~1servers/post/responses").propertyNames())
        .contains("201", "409", "422")
        .doesNotContain("200");
    assertThat(DOCUMENT.at("/paths/~1health~1live/get/responses").propertyNames())
        .doesNotContain("401", "403");
  }

  private static List<String> codes(JsonNode operation, int status) {
    List<String> codes = new ArrayList<>();
    String shared = operation.at("/responses/" + status + "/$ref").asString();
    DOCUMENT
        .at(shared.substring(1) + "/x-problem-codes")
        .forEach(code -> codes.add(code.asString()));
    return codes;
  }

  private static void references(JsonNode node, List<String> dangling) {
    for (String ref : node.findValuesAsString("$ref")) {
      if (!ref.startsWith("#/") || DOCUMENT.at(ref.substring(1)).isMissingNode()) {
        dangling.add(ref);
      }
    }
  }

  /** The path of every value but for numbers, which may be written in other ways. */
  private static Set<String> keywords(JsonNode schema) {
    Set<String> found = new HashSet<>();
    collect("", schema, found);
    return found;
  }

  private static void collect(String where, JsonNode node, Set<String> found) {
    if (node.isContainer()) {
      node.properties()
          .forEach(field -> collect(where + "/" + field.getKey(), field.getValue(), found));
      for (int i = 0; node.isArray() && i < node.size(); i++) {
        collect(where + "[]", node.get(i), found);
      }
    } else {
      found.add(where + (node.isNumber() ? "" : "=" + node.asString()));
    }
  }

  private static String lines(List<String> changes) {
    return changes.isEmpty() ? "none" : String.join("\n  ", changes);
  }
}
