package dev.holdfast.cli.server;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Puts the act of trust into a request; without one nothing is sent. */
final class TrustRequest {
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}=?");
  private static final Pattern HOST_KEY =
      Pattern.compile("[a-z0-9@.-]{3,64}\\s+[A-Za-z0-9+/]{16,}={0,2}(\\s.*)?");

  private TrustRequest() {}

  /**
   * @param again how to type the command again, with the option
   * @throws Failure if nothing says which key is the right one, or it is no key
   */
  static void addTo(ObjectNode request, TrustOptions options, String again) {
    int ways =
        (options.fingerprint == null ? 0 : 1)
            + (options.hostKeys.isEmpty() ? 0 : 1)
            + (options.firstUse ? 1 : 0);
    if (ways == 0) {
      throw new Failure(
          ExitCode.USAGE,
          "nothing says which host key is the right one",
          List.of(
              "Whoever can answer at an address can pretend to be the server. Say it by one of",
              "  --trust SHA256:...        its fingerprint; on the server's console:",
              "                            ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
              "  --host-key 'ssh-ed25519 AAAA...'",
              "                            the key, such as a line of /etc/ssh/ssh_host_*_key.pub",
              "  --trust-on-first-use      whatever it shows now, if the network is safe"),
          again + " --trust-on-first-use");
    }
    if (ways > 1) {
      throw Failure.usage(
          "--trust, --host-key and --trust-on-first-use are three ways to say one thing",
          "use one of them");
    }
    options.hostKeys.forEach(TrustRequest::requireHostKey);
    if (options.firstUse) {
      request.put("trustOnFirstUse", true);
    } else if (options.fingerprint != null) {
      request.put("trust", requireFingerprint("--trust", options.fingerprint));
    } else {
      request.set("hostKeys", Json.of(options.hostKeys));
    }
  }

  static String requireFingerprint(String option, String fingerprint) {
    if (!FINGERPRINT.matcher(fingerprint).matches()) {
      throw Failure.usage(
          option + ": '" + fingerprint + "' is not a SHA-256 fingerprint",
          "it reads SHA256: and 43 characters, as ssh-keygen -lf prints it");
    }
    return fingerprint;
  }

  private static void requireHostKey(String key) {
    if (!HOST_KEY.matcher(key.strip()).matches()) {
      throw Failure.usage(
          "--host-key: '" + key + "' is not a public key",
          "quote it: --host-key 'ssh-ed25519 AAAA...'");
    }
  }
}
