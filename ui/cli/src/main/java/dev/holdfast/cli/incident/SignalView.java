package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends signals and shows what became of them. */
final class SignalView {
  private final ApiClient api;
  private final Output output;

  SignalView(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int send(String kind, TypedSignal signal, @Nullable String key, InputStream standardInput) {
    JsonNode taken =
        api.postOnce(
            "/signals/" + Pages.encode(kind),
            signal.json(standardInput),
            key == null ? UUID.randomUUID().toString() : key);
    return output.answer(
        taken,
        () -> {
          String incident = Json.text(taken, "incident");
          output.line(incident);
          output.message(
              Json.flag(taken, "repeated")
                  ? "This signal was sent before, to this incident."
                  : Json.flag(taken, "opened")
                      ? "It has opened an incident: ./holdfast incident show " + incident
                      : "It goes to the incident that is open for it already.");
        });
  }
}
