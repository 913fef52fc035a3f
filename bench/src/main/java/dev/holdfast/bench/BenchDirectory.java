package dev.holdfast.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What a baseline needs beside it; closing it removes all of it.
 *
 * @param path short, because the paths of UNIX sockets are
 */
record BenchDirectory(Path path) implements AutoCloseable {

  static BenchDirectory make() throws IOException {
    return new BenchDirectory(Files.createTempDirectory("hf"));
  }

  /** Writes a file; its path. */
  Path write(String name, String text) throws IOException {
    return Files.writeString(path.resolve(name), text);
  }

  /** Copies a file that is in the build; its path. */
  Path copy(String name) throws IOException {
    try (InputStream found = BenchDirectory.class.getResourceAsStream(name)) {
      if (found == null) {
        throw new IOException(name + " is not in the build");
      }
      Path copy = path.resolve(name);
      Files.copy(found, copy);
      return copy;
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
