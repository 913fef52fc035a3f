package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks for passwords and sets them. */
final class PasswordViews {
  private final ApiClient api;
  private final OutputOptions options;
  private final Output output;

  PasswordViews(ApiClient api, OutputOptions options) {
    this.api = api;
    this.options = options;
    this.output = options.output();
  }

  /**
   * @param name empty for whoever calls
   */
  int set(String name, boolean generate) {
    JsonNode me = api.get("/me");
    String user = name.isEmpty() ? Json.text(me, "name") : name;
    ObjectNode request = Json.object();
    if (user.equals(Json.text(me, "name"))) {
      TypedPassword.putCurrent(request, me, options);
    }
    if (!generate) {
      request.put("password", TypedPassword.read(options.surroundings(), output, "New password: "));
    }
    JsonNode answer = api.post("/users/" + Pages.encode(user) + "/password", request);
    if (output.json()) {
      output.document(answer);
      return ExitCode.DONE.code();
    }
    if (generate) {
      output.line(Json.text(answer, "password"));
    }
    output.message(
        "The password of " + user + " is set" + (generate ? "; it is not shown again." : "."));
    return ExitCode.DONE.code();
  }
}
