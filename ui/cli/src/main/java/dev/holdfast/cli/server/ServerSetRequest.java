package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code server set} asks of the platform: the fields that were named and no others. */
final class ServerSetRequest {
  private static final String REVOKED = "revoked";

  private ServerSetRequest() {}

  static int send(ServerSetCommand typed) {
    ObjectNode request = request(typed);
    if (request.isEmpty() && typed.unrevoke.isEmpty()) {
      throw Failure.usage("nothing says what to change", "./holdfast server set --help");
    }
    try (ApiClient api = typed.platform.api(typed.options)) {
      if (!typed.unrevoke.isEmpty()) {
        request.set(REVOKED, Json.of(remaining(api, typed)));
      }
      return new ServerViews(api, typed.options.output()).set(typed.name, request);
    }
  }

  private static ObjectNode request(ServerSetCommand typed) {
    ObjectNode request = Json.object();
    if (typed.address != null) {
      ServerAddRequest.address(request, typed.address, false);
    }
    if (typed.user != null) {
      request.put("user", typed.user);
    }
    if (typed.region != null) {
      request.put("region", typed.region);
    }
    if (!typed.labels.isEmpty() || !typed.noLabels.isEmpty()) {
      Map<String, @Nullable String> changes = new LinkedHashMap<>();
      typed.labels.forEach(changes::put);
      typed.noLabels.forEach(label -> changes.put(label, null));
      request.set("labels", Json.of(changes));
    }
    AccessOptions access = typed.access;
    take(request, typed.noRegion, typed.region != null, "region", "region");
    take(request, typed.noJump, access.jump != null, "jump", "jump");
    take(request, typed.noCertificate, access.certificate != null, "certificate", "certificate");
    take(
        request,
        typed.noSudoPassword,
        access.sudoPasswordFile != null,
        "sudo-password",
        "sudoPassword");
    if (typed.noCa && !access.authorities.isEmpty()) {
      throw both("ca");
    }
    if (typed.noCa) {
      request.set("authorities", Json.of(List.of()));
    }
    String user = typed.user == null ? "the login user" : typed.user;
    AccessRequest.addTo(request, access, user, typed.options.surroundings());
    return request;
  }

  private static void take(
      ObjectNode request, boolean away, boolean given, String option, String field) {
    if (away && given) {
      throw both(option);
    }
    if (away) {
      request.putNull(field);
    }
  }

  private static Failure both(String option) {
    return Failure.usage("--" + option + " and --no-" + option + " contradict", "use one of them");
  }

  private static List<String> remaining(ApiClient api, ServerSetCommand typed) {
    List<String> revoked = new ArrayList<>();
    for (JsonNode fingerprint : Json.list(ServerViews.get(api, typed.name), REVOKED)) {
      revoked.add(fingerprint.asString());
    }
    for (String fingerprint : typed.unrevoke) {
      if (!revoked.remove(fingerprint)) {
        throw Failure.usage(
            "--unrevoke: " + fingerprint + " is not revoked for " + typed.name,
            "./holdfast server show " + typed.name + " lists what is");
      }
    }
    return revoked;
  }
}
