package dev.holdfast.cli.audit;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the chain of the audit from the platform. */
final class AuditChainPages {
  private static final String PATH = "/audit/chain";
  private static final int PAGE = 500;
  private static final int MOST_CHECKPOINTS = 1000;

  private final ApiClient api;

  AuditChainPages(ApiClient api) {
    this.api = api;
  }

  /** Whose chain it is, its signed places and the keys that have signed them. */
  ObjectNode head() {
    ObjectNode head = Json.object().put("organisation", Json.text(page(0, 1), "organisation"));
    head.set(
        "checkpoints",
        Json.of(Json.list(api.get("/audit/checkpoints?limit=" + MOST_CHECKPOINTS), "items")));
    head.set("keys", Json.of(Json.list(api.get("/audit/keys"), "items")));
    return head;
  }

  /** Hands over each entry, in order. */
  void entries(Consumer<JsonNode> taker) {
    long after = 0;
    while (after >= 0) {
      JsonNode page = page(after, PAGE);
      List<JsonNode> entries = Json.list(page, "entries");
      entries.forEach(taker);
      after = page.path("next").asLong(-1);
    }
  }

  /** How many records are in no chain. */
  long unchained() {
    return api.get(PATH + "/unchained").path("unchained").asLong(0);
  }

  /** Has the platform sign where the chain ends, and shows the checkpoint. */
  int sign(Output output) {
    JsonNode signed = api.post("/audit/checkpoints", Json.object());
    return output.answer(
        signed,
        () ->
            output.line(
                "entry %s, hash %s, signed %s by %s"
                    .formatted(
                        Json.text(signed, "position"),
                        Json.text(signed, "hash"),
                        Json.text(signed, "at"),
                        Json.text(signed, "keyId"))));
  }

  private JsonNode page(long after, int limit) {
    return api.get("%s?after=%d&limit=%d".formatted(PATH, after, limit));
  }
}
