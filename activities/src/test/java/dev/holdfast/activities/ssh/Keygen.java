package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.HostKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Real keys and certificates, made by OpenSSH's own ssh-keygen. */
final class Keygen {
  private final Path directory;
  private int made;

  Keygen(Path directory) {
    this.directory = directory;
  }

  /** A new key pair: the file of the private key. */
  Path key(String type, String passphrase, String... options) {
    Path file = directory.resolve("key" + made++);
    List<String> arguments =
        new ArrayList<>(List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", "" + file));
    arguments.addAll(List.of(options));
    run(arguments.toArray(String[]::new));
    return file;
  }

  /** The public key that belongs to a private one. */
  static HostKey publicKey(Path key) {
    return HostKey.parse(read(Path.of(key + ".pub")));
  }

  /** A certificate of the authority for a public key. */
  HostKey sign(Path authority, HostKey key, String... options) {
    try {
      Path file = directory.resolve("signed" + made++);
      Files.writeString(Path.of(file + ".pub"), key.line() + "\n");
      List<String> arguments =
          new ArrayList<>(List.of("ssh-keygen", "-q", "-s", "" + authority, "-I", "of-the-test"));
      arguments.addAll(Arrays.asList(options));
      arguments.add(file + ".pub");
      run(arguments.toArray(String[]::new));
      return HostKey.parse(read(Path.of(file + "-cert.pub")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program to its end; fails if it fails. */
  static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
