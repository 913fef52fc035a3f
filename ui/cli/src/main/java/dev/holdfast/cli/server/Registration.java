package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import tools.jackson.databind.node.ObjectNode;

/** Registers servers and their host keys; everything typed is checked before anything is sent. */
final class Registration {
  private Registration() {}

  static int add(
      OutputOptions options, PlatformOptions platform, NewServer server, TrustOptions trust) {
    ObjectNode request = ServerRequest.of(server);
    String again =
        HoldfastCommand.PROGRAM + " server add " + server.name() + " --address " + server.address();
    Trust.addTo(request, trust, again + " ...");
    request.put("key", PrivateKeyFile.read(server.key()));
    if (server.sudoPasswordFile() != null) {
      request.put(
          "sudoPassword",
          SecretFile.read(
              "--sudo-password-file",
              server.sudoPasswordFile(),
              "Password for sudo of " + server.user(),
              options.surroundings()));
    }
    try (ApiClient api = platform.api(options)) {
      return new ServerViews(api, options.output()).add(request);
    }
  }

  static int trust(
      OutputOptions options, PlatformOptions platform, String name, TrustOptions trust) {
    ObjectNode request = Json.object();
    Trust.addTo(request, trust, HoldfastCommand.PROGRAM + " server trust " + name);
    try (ApiClient api = platform.api(options)) {
      return new ServerViews(api, options.output()).trust(name, request);
    }
  }
}
