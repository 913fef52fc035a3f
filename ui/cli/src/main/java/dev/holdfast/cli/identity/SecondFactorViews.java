package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds and removes second factors. */
final class SecondFactorViews {
  private final ApiClient api;
  private final OutputOptions options;
  private final Output output;

  SecondFactorViews(ApiClient api, OutputOptions options) {
    this.api = api;
    this.options = options;
    this.output = options.output();
  }

  int add() {
    JsonNode me = api.get("/me");
    String path = path(Json.text(me, "name"));
    ObjectNode request = Json.object();
    if (Json.flag(me, "passwordNeeded")) {
      request.put("current", typed("Password of now: "));
    }
    JsonNode factor = api.post(path, request);
    output.message("Give your program this secret, or the address below as a QR code:");
    output.message("  " + Json.text(factor, "secret"));
    output.message("  " + Json.text(factor, "uri"));
    JsonNode codes = api.post(path + "/confirm", Json.object().put("code", typed("Code of now: ")));
    if (output.json()) {
      output.document(codes);
    } else {
      codes.path("recoveryCodes").values().forEach(code -> output.line(code.asString()));
      output.message(
          "Your login takes a code from now on. Keep the recovery codes: they are not shown again.");
    }
    return ExitCode.DONE.code();
  }

  /**
   * @param name empty for whoever calls
   */
  int remove(String name) {
    JsonNode me = api.get("/me");
    String own = Json.text(me, "name");
    String user = name.isEmpty() ? own : name;
    ObjectNode request = Json.object();
    if (user.equals(own) && Json.flag(me, "passwordNeeded")) {
      request.put("code", typed("Code of now: "));
    }
    JsonNode answer = api.post(path(user) + "/remove", request);
    if (output.json()) {
      output.document(answer);
    } else {
      output.message("The login of " + user + " takes the password only.");
    }
    return ExitCode.DONE.code();
  }

  private String typed(String prompt) {
    return TypedPassword.read(options.surroundings(), output, prompt);
  }

  private static String path(String user) {
    return "/users/" + Pages.encode(user) + "/mfa";
  }
}
