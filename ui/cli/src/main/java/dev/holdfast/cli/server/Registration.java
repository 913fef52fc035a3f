package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Registers servers and their host keys; everything typed is checked before anything is sent. */
final class Registration {
  private Registration() {}

  static int add(
      OutputOptions options,
      PlatformOptions platform,
      TypedServer server,
      AccessOptions access,
      TrustOptions trust,
      boolean check) {
    if (access.key == null && access.agent == null) {
      throw Failure.usage(
          "nothing says how to log in", "--key FILE, or --agent for an ssh-agent of the workers");
    }
    ObjectNode request = ServerAddRequest.of(server);
    String again =
        HoldfastCommand.PROGRAM + " server add " + server.name() + " --address " + server.address();
    if (access.authorities.isEmpty() || trust.isGiven()) {
      TrustRequest.addTo(request, trust, again + " ...");
    }
    AccessRequest.addTo(request, access, server.user(), options.surroundings());
    try (ApiClient api = platform.api(options)) {
      int exitCode = new ServerViews(api, options.output()).add(request);
      return check ? new DiagnosisAnswer(api, options.output()).ofNew(server.name()) : exitCode;
    }
  }

  static int trust(
      OutputOptions options,
      PlatformOptions platform,
      String name,
      TrustOptions trust,
      @Nullable String revoke) {
    ObjectNode request = Json.object();
    if (revoke == null) {
      TrustRequest.addTo(request, trust, HoldfastCommand.PROGRAM + " server trust " + name);
    } else if (trust.isGiven()) {
      throw Failure.usage("--revoke is an act of its own", "trust another key in a second command");
    } else {
      request.put("revoke", TrustRequest.requireFingerprint("--revoke", revoke));
    }
    try (ApiClient api = platform.api(options)) {
      return new ServerViews(api, options.output()).trust(name, request);
    }
  }
}
