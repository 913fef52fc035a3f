package dev.holdfast.cli.server;

import dev.holdfast.cli.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads public keys and certificates in OpenSSH's format. */
final class PublicKeyFile {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:\\S+ )*?((?:ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]{16,}={0,2})(?: .*)?");

  private PublicKeyFile() {}

  /**
   * The only key of a file, as {@code TYPE BASE64}.
   *
   * @throws Failure if there is not exactly one
   */
  static String one(String option, String name) {
    List<String> keys = all(option, name);
    if (keys.size() != 1) {
      throw Failure.usage(
          "%s: %s holds %d keys, not one".formatted(option, name, keys.size()),
          "give the file of one");
    }
    return keys.getFirst();
  }

  /**
   * The keys of a file, one a line; what stands before and behind them is passed over.
   *
   * @throws Failure if it cannot be read, or a line holds no key
   */
  static List<String> all(String option, String name) {
    Path file = LocalFile.of(name);
    List<String> lines;
    try {
      lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw Failure.usage(
          option
              + ": "
              + file
              + (Files.exists(file) ? " cannot be read by you" : " does not exist"),
          "give the file of a public key");
    }
    List<String> keys =
        lines.stream()
            .map(line -> line.strip().replaceAll("\\s+", " "))
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(line -> key(option, name, line))
            .toList();
    if (keys.isEmpty()) {
      throw Failure.usage(option + ": " + file + " is empty", "give the file of a public key");
    }
    return keys;
  }

  private static String key(String option, String name, String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw Failure.usage(
          option + ": " + name + " holds a line that is not a public key",
          line.contains("PRIVATE KEY")
              ? "that is a private key, which stays where it is; give the file with .pub"
              : "a line reads: ssh-ed25519 AAAA...");
    }
    return matcher.group(1);
  }
}
