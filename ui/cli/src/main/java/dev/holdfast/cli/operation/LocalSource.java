package dev.holdfast.cli.operation;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.FileStoreClient;
import dev.holdfast.cli.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file here that is to be sent. */
record LocalSource(Path path, long size, String mode) {
  private static final int BUFFER = 256 << 10;

  /**
   * The file of this name.
   *
   * @throws Failure if it is none that can be sent
   */
  static LocalSource of(String name) {
    return of(name, "name a file");
  }

  /**
   * The file of this name, or a failure that says how a directory is sent.
   *
   * @param sync the command that sends a directory
   * @throws Failure if it is none that can be sent
   */
  static LocalSource of(String name, String sync) {
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw Failure.usage(name + " is a directory", sync);
    }
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw Failure.usage(
          "there is no readable file " + name, "check the name; ls -l " + name + " shows it");
    }
    try {
      int mode = (int) Files.getAttribute(path, "unix:mode");
      return new LocalSource(path, Files.size(path), "%04o".formatted(mode & 0777));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Brings it into the store, unless it is there, and returns its SHA-256.
   *
   * @throws Failure if it changed meanwhile
   */
  String store(FileStoreClient files, Output output) {
    String sha256 = sha256();
    if (files.has(sha256)) {
      return sha256;
    }
    ByteBar bar = new ByteBar(output, "To the platform", size);
    String stored = files.put(path, bar::moved);
    bar.end();
    if (!stored.equals(sha256)) {
      throw Failure.usage(
          path + " changed while it was sent", "send it again when nobody writes to it");
    }
    return sha256;
  }

  private String sha256() {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw Failure.usage(path + " cannot be read: " + e.getMessage(), "check its permissions");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
