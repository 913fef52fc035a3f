package dev.holdfast.cli.server;

import java.nio.file.Path;

/** Files by the names that people type. */
final class LocalFile {
  private LocalFile() {}

  /** The file of this name; a leading {@code ~/} is the home of the person. */
  static Path of(String name) {
    return Path.of(
        name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name);
  }
}
