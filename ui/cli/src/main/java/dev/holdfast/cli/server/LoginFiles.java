package dev.holdfast.cli.server;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.cli.importing.FoundServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Finds and reads the private keys that a file names, and adds them to requests. */
final class LoginFiles {
  private static final List<String> DEFAULTS =
      List.of("~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa");

  private final Path base;
  private final @Nullable String key;
  private final @Nullable String passphraseFile;
  private final Surroundings surroundings;
  private @Nullable String passphrase;

  /**
   * @param file what is imported: names of keys are relative to where it is
   * @param key the key where a server has none
   */
  LoginFiles(
      Path file, @Nullable String key, @Nullable String passphraseFile, Surroundings surroundings) {
    this.base = file.toAbsolutePath();
    this.key = key;
    this.passphraseFile = passphraseFile;
    this.surroundings = surroundings;
  }

  /**
   * Adds the login of a server to the request for it.
   *
   * @throws Failure if there is no key that can be used
   */
  void addTo(ObjectNode request, FoundServer server) {
    String name = choose(server);
    PrivateKeyFile read = PrivateKeyFile.read("key", name);
    request.put("key", read.text());
    if (read.locked()) {
      request.put("passphrase", passphrase(name));
    }
    String certificate = server.certificateFile();
    if (certificate != null) {
      request.put("certificate", PublicKeyFile.one("certificate", resolve(certificate).toString()));
    }
  }

  private String choose(FoundServer server) {
    Optional<String> named =
        server.keyFiles().stream()
            .map(f -> resolve(f).toString())
            .filter(LoginFiles::exists)
            .findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    if (!server.keyFiles().isEmpty()) {
      throw Failure.usage(
          "its key " + String.join(", ", server.keyFiles()) + " does not exist here", "");
    }
    if (key != null) {
      return key;
    }
    return DEFAULTS.stream()
        .filter(LoginFiles::exists)
        .findFirst()
        .orElseThrow(() ->
            Failure.usage("the file names no key, and there is none in ~/.ssh; give --key", ""));
  }

  private String passphrase(String name) {
    if (passphraseFile == null) {
      throw Failure.usage("its key " + name + " is locked; give --passphrase-file", "");
    }
    if (passphrase == null) {
      passphrase =
          SecretFile.read(
              "--passphrase-file", passphraseFile, "Passphrase of the keys", surroundings);
    }
    return passphrase;
  }

  private Path resolve(String name) {
    Path file = LocalFile.of(name);
    return file.isAbsolute() ? file : base.resolveSibling(file);
  }

  private static boolean exists(String name) {
    return Files.isRegularFile(LocalFile.of(name));
  }
}
