package dev.holdfast.cli.shell;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Pages;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerState;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The names that the platform knows, for a word that is being typed. */
final class KnownNames {
  private static final int SERVERS = 2000;
  private static final int OPERATIONS = 100;
  private static final String BETWEEN_TERMS = ",|(!";

  private final ApiClient api;

  KnownNames(ApiClient api) {
    this.api = api;
  }

  /** Those that begin as the word does, in order. */
  List<String> fitting(TypedLine typed) {
    String word = typed.word();
    int from = typed.wanted() == TypedLine.Wanted.SELECTOR ? lastTerm(word) : 0;
    String before = word.substring(0, from);
    String begun = word.substring(from);
    return names(typed.wanted())
        .filter(name -> name.startsWith(begun))
        .distinct()
        .sorted()
        .map(name -> before + name)
        .toList();
  }

  private static int lastTerm(String selector) {
    int at = selector.length();
    while (at > 0 && BETWEEN_TERMS.indexOf(selector.charAt(at - 1)) < 0) {
      at--;
    }
    return at;
  }

  private Stream<String> names(TypedLine.Wanted wanted) {
    return switch (wanted) {
      case NOTHING -> Stream.of();
      case SERVER -> texts(servers(), "name");
      case LABEL -> labels(servers());
      case SELECTOR -> {
        List<JsonNode> servers = servers();
        yield Stream.of(Stream.of("all"), texts(servers, "name"), labels(servers))
            .flatMap(names -> names);
      }
      case OPERATION -> texts(Pages.read(api, "/operations?limit=" + OPERATIONS, OPERATIONS), "id");
      case TYPE -> texts(Pages.read(api, "/catalog", SERVERS), "name");
      case STATE ->
          Stream.concat(
                  Stream.of(OperationState.values()).map(OperationState::word),
                  Stream.of(ServerState.values()).map(ServerState::word))
              .distinct();
    };
  }

  private List<JsonNode> servers() {
    return Pages.read(api, "/servers?limit=500", SERVERS);
  }

  private static Stream<String> labels(List<JsonNode> servers) {
    return servers.stream()
        .flatMap(server ->
            server.path("labels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asString()));
  }

  private static Stream<String> texts(List<JsonNode> items, String field) {
    return items.stream().map(item -> Json.text(item, field));
  }
}
