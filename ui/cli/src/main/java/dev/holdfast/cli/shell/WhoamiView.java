package dev.holdfast.cli.shell;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import tools.jackson.databind.JsonNode;

/** Shows who the platform takes one for; apart from its command, so that help loads no JSON. */
final class WhoamiView {
  private final ApiClient api;
  private final Output output;

  WhoamiView(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int show() {
    JsonNode me = api.get("/me");
    if (output.json()) {
      output.document(me);
      return ExitCode.DONE.code();
    }
    boolean administrator = Json.flag(me, "admin");
    String organisation = Json.text(me, "organisation");
    output.line(
        Json.text(me, "name")
            + (administrator ? " (administrator)" : "")
            + (organisation.isEmpty() || organisation.equals("default")
                ? ""
                : " of " + organisation)
            + " at "
            + api.url());
    if (!administrator) {
      for (JsonNode right : Json.list(me, "permissions")) {
        output.line(
            "  "
                + Json.text(right, "permission")
                + " on "
                + Json.text(right, "scope")
                + ", as "
                + Json.text(right, "role"));
      }
    }
    return ExitCode.DONE.code();
  }
}
