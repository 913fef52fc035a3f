package dev.holdfast.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests find the checkout that they belong to. */
final class Repository {

  private Repository() {}

  static Path root() {
    Path start = Path.of("").toAbsolutePath();
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      if (Files.exists(directory.resolve("tools/launcher"))) {
        return directory;
      }
    }
    throw new IllegalStateException("no checkout above " + start);
  }
}
