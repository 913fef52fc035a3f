package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Logs in on a machine without a browser: a person confirms a code in one anywhere (RFC 8628). */
final class DeviceLogin {
  private static final String PENDING = "login-pending";

  private final OutputOptions options;
  private final PlatformOptions platform;
  private final Output output;

  DeviceLogin(OutputOptions options, PlatformOptions platform) {
    this.options = options;
    this.platform = platform;
    this.output = options.output();
  }

  int login() {
    String organisation = platform.organisation(options);
    try (ApiClient api = platform.withoutToken(options)) {
      String verifier = ProviderVerifier.random();
      ObjectNode request = Json.object().put("challenge", ProviderVerifier.challenge(verifier));
      if (organisation != null) {
        request.put("organisation", organisation);
      }
      JsonNode begun = api.post("/auth/provider/device", request);
      String complete = Json.text(begun, "completeUrl");
      output.message(
          "Open this page in a browser anywhere, and confirm the code %s there:%n%n  %s%n"
              .formatted(
                  Printable.line(Json.text(begun, "userCode")),
                  Printable.line(complete.isEmpty() ? Json.text(begun, "url") : complete)));
      LoginViews views = new LoginViews(options, platform);
      views.begun(api, views.coded(api, confirmed(api, begun, verifier)));
    }
    return ExitCode.DONE.code();
  }

  private static JsonNode confirmed(ApiClient api, JsonNode begun, String verifier) {
    Instant end = Instant.parse(Json.text(begun, "expiresAt"));
    Duration interval = Duration.ofSeconds(Math.max(1, begun.path("interval").asLong()));
    ObjectNode question =
        Json.object().put("deviceCode", Json.text(begun, "deviceCode")).put("verifier", verifier);
    Optional<JsonNode> answer = ask(api, question);
    while (answer.isEmpty()) {
      if (Instant.now().isAfter(end)) {
        throw new Failure(
            ExitCode.REFUSED,
            "nobody has confirmed the code in time",
            "./holdfast login --sso --device begins again");
      }
      pause(interval);
      answer = ask(api, question);
    }
    return answer.get();
  }

  /** Empty while nobody has confirmed it. */
  private static Optional<JsonNode> ask(ApiClient api, ObjectNode question) {
    try {
      return Optional.of(api.post("/auth/provider/device/finish", question));
    } catch (Failure e) {
      if (PENDING.equals(e.code())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static void pause(Duration interval) {
    try {
      Thread.sleep(interval);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
    }
  }
}
