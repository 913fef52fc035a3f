package dev.holdfast.cli.server;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Surroundings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Puts how a server is logged in to and reached into a request. */
final class AccessRequest {
  private AccessRequest() {}

  /**
   * Puts what was typed into a request, reading the files.
   *
   * @throws Failure if a file cannot be read, or does not hold what it should
   */
  static void addTo(
      ObjectNode request, AccessOptions options, String user, Surroundings surroundings) {
    if (options.key != null && options.agent != null) {
      throw Failure.usage("--key and --agent are two ways to log in", "use one of them");
    }
    if ("-".equals(options.passphraseFile)
        && "-".equals(options.sudoPasswordFile)
        && !surroundings.terminal().input()) {
      throw Failure.usage(
          "--passphrase-file and --sudo-password-file cannot both read standard input",
          "name a file for one of them");
    }
    if (options.key != null) {
      login(request, options, options.key, surroundings);
    } else if (options.passphraseFile != null) {
      throw Failure.usage("--passphrase-file: belongs to a key", "give --key FILE with it");
    }
    if (options.sudoPasswordFile != null) {
      request.put(
          "sudoPassword",
          SecretFile.read(
              "--sudo-password-file",
              options.sudoPasswordFile,
              "Password for sudo of " + user,
              surroundings));
    }
    put(request, "agent", options.agent);
    put(request, "jump", options.jump);
    put(request, "adapter", options.adapter);
    if (options.certificate != null) {
      request.put("certificate", PublicKeyFile.one("--certificate", options.certificate));
    }
    if (!options.authorities.isEmpty()) {
      List<String> lines = new ArrayList<>();
      options.authorities.forEach(file -> lines.addAll(PublicKeyFile.all("--ca", file)));
      request.set("authorities", Json.of(lines));
    }
  }

  private static void login(
      ObjectNode request, AccessOptions options, String file, Surroundings surroundings) {
    PrivateKeyFile read = PrivateKeyFile.read("--key", file);
    String from = options.passphraseFile;
    if (read.locked() && from == null && surroundings.terminal().input()) {
      from = "-";
    }
    if (read.locked() && from == null) {
      throw Failure.usage(
          "--key: " + file + " is locked by a passphrase",
          "--passphrase-file FILE, or - to read it from standard input");
    }
    if (!read.locked() && from != null) {
      throw Failure.usage("--passphrase-file: " + file + " needs none", "leave it out");
    }
    request.put("key", read.text());
    if (from != null) {
      request.put(
          "passphrase",
          SecretFile.read("--passphrase-file", from, "Passphrase of " + file, surroundings));
    }
  }

  private static void put(ObjectNode request, String field, @Nullable String value) {
    if (value != null) {
      request.put(field, value);
    }
  }
}
