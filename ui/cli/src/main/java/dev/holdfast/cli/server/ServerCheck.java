package dev.holdfast.cli.server;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.SshAdapter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Checks the request for a server by the code that the API checks it with. */
final class ServerCheck {
  private ServerCheck() {}

  /**
   * @throws Failure with the reason if the API would refuse the request
   */
  static void check(ObjectNode request) {
    Map<String, String> labels = new TreeMap<>();
    request.path("labels").forEachEntry((key, value) -> labels.put(key, value.asString()));
    try {
      Access access =
          new Access(
              SshAdapter.AUTO,
              text(request, "jump"),
              null,
              null,
              keys(request, "authorities"),
              Json.strings(request, "revoked"));
      new Server(
          Json.text(request, "name"),
          Json.text(request, "address"),
          Json.number(request, "port"),
          Json.text(request, "user"),
          "login",
          keys(request, "hostKeys"),
          labels,
          null,
          access);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()), "");
    }
  }

  private static List<HostKey> keys(ObjectNode request, String field) {
    return Json.list(request, field).stream().map(key -> HostKey.parse(key.asString())).toList();
  }

  private static @Nullable String text(ObjectNode request, String field) {
    return request.hasNonNull(field) ? Json.text(request, field) : null;
  }
}
