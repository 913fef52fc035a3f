package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Pages;
import dev.holdfast.schemas.server.ServerNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A server to log in to, checked so that nothing in it can be taken for an option or a line of
 * ssh's configuration.
 *
 * @param jump the name of the server to go through; empty if it is reached directly
 * @param hostKeys the keys that it may show
 * @param loginKeys the public keys that log in to it
 * @param certificates user certificates that go with them
 * @param authorities whose host certificates it may show
 * @param revoked fingerprints of host keys and authorities that count no more
 */
record Target(
    String name,
    String address,
    int port,
    String user,
    String jump,
    List<PublicKey> hostKeys,
    List<PublicKey> loginKeys,
    List<PublicKey> certificates,
    List<PublicKey> authorities,
    List<String> revoked) {
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");
  private static final int SSH = 22;
  private static final int MOST_HOPS = 8;

  Target {
    boolean sound =
        ServerNames.isName(name)
            && ServerNames.isAddress(address)
            && ServerNames.isUser(user)
            && (jump.isEmpty() || ServerNames.isName(jump))
            && port > 0
            && port <= 65535
            && revoked.stream().allMatch(f -> FINGERPRINT.matcher(f).matches());
    if (!sound) {
      throw new IllegalArgumentException("a server that is none: " + name);
    }
    hostKeys = List.copyOf(hostKeys);
    loginKeys = List.copyOf(loginKeys);
    certificates = List.copyOf(certificates);
    authorities = List.copyOf(authorities);
    revoked = List.copyOf(revoked);
  }

  /**
   * The server of this name, and after it each one to go through, the nearest to us last.
   *
   * @throws Failure if the platform does not know one of them, or says nothing sensible
   */
  static List<Target> route(ApiClient api, String name) {
    List<Target> route = new ArrayList<>();
    String next = name;
    while (!next.isEmpty()) {
      if (route.size() == MOST_HOPS) {
        throw new Failure(
            ExitCode.FAILED,
            "the way to " + name + " goes through more than " + MOST_HOPS + " servers",
            "look at the jump host of each: ./holdfast server show " + name);
      }
      Target target = read(api, next);
      route.add(target);
      next = target.jump();
    }
    return route;
  }

  /** The name by which {@code known_hosts} and host certificates know it. */
  String hostName() {
    // An authority vouches for the address; a pinned key is the server's, wherever it moves.
    if (authorities.isEmpty()) {
      return name;
    }
    return port == SSH ? address : "[" + address + "]:" + port;
  }

  private static Target read(ApiClient api, String name) {
    String path = "/servers/" + Pages.encode(name);
    JsonNode server = api.get(path);
    JsonNode agent = api.get(path + "/agent");
    try {
      return new Target(
          Json.text(server, "name"),
          Json.text(server, "address"),
          Json.number(server, "port"),
          Json.text(server, "user"),
          Json.text(server, "jump"),
          keys(server, "hostKeys"),
          keys(agent, "keys"),
          agent.path("certificate").isObject()
              ? List.of(PublicKey.of(agent.path("certificate")))
              : List.of(),
          keys(server, "authorities"),
          Json.strings(server, "revoked"));
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.FAILED,
          "the platform answers with " + e.getMessage(),
          "./holdfast server show " + name + " shows what it knows");
    }
  }

  private static List<PublicKey> keys(JsonNode document, String field) {
    return Json.list(document, field).stream().map(PublicKey::of).toList();
  }
}
