package dev.holdfast.cli.server;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** What is asked of {@code POST /servers}, but for the trust and the login. */
final class ServerAddRequest {
  private static final int SSH = 22;
  // A bare IPv6 address has several colons and no port; with one it stands in brackets.
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:\\[(?<v6>[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?)]|(?<name>[^:\\s\\[\\]]+))(?::(?<port>\\d{1,5}))?");

  private ServerAddRequest() {}

  static ObjectNode of(TypedServer server) {
    ObjectNode request = Json.object().put("name", server.name());
    address(request, server.address(), true);
    request.put("user", server.user());
    request.set("labels", Json.of(server.labels()));
    if (server.region() != null) {
      request.put("region", server.region());
    }
    return server.aliasOf() == null ? request : request.put("aliasOf", server.aliasOf());
  }

  /**
   * Adds an address as it was typed.
   *
   * @param complete whether a port that was not typed is that of SSH
   */
  static void address(ObjectNode request, String address, boolean complete) {
    String host = address;
    String port = null;
    if (address.indexOf(':') == address.lastIndexOf(':') || address.startsWith("[")) {
      Matcher parts = ADDRESS.matcher(address);
      if (!parts.matches()) {
        throw Failure.usage(
            "--address: '" + address + "' is not HOST or HOST:PORT",
            "such as 192.0.2.7, web-1.example.org:2222 or [2001:db8::7]:22");
      }
      host = parts.group("v6") == null ? parts.group("name") : parts.group("v6");
      port = parts.group("port");
    }
    request.put("address", host);
    if (port != null || complete) {
      request.put("port", port == null ? SSH : Integer.parseInt(port));
    }
  }
}
