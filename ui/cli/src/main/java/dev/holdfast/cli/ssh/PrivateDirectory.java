package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory for as long as one command runs, closed to all others and named after a random UUID
 * and the process that it belongs to, so that what a killed one left can be told and removed.
 */
final class PrivateDirectory implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> CLOSED =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final int UUID_LENGTH = 36;
  // Names that need no quoting in ssh's configuration, and leave room in a socket's 107 bytes.
  private static final String PLAIN = "/[A-Za-z0-9/._-]{0,35}";

  private final Path path;

  private PrivateDirectory(Path path) {
    this.path = path;
  }

  /**
   * A new one, after those of processes that have died were removed.
   *
   * @throws Failure if there is no place that is ours alone
   */
  static PrivateDirectory create(Surroundings surroundings) {
    Path base = base(surroundings);
    try {
      sweep(base);
      Path path = base.resolve(UUID.randomUUID() + "-" + OwningProcess.current());
      return new PrivateDirectory(Files.createDirectory(path, CLOSED));
    } catch (IOException e) {
      throw unusable(base, e.getMessage());
    }
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Writes a file that only we can read. */
  void write(String name, String content) {
    try {
      Path file = Files.createFile(file(name), OURS);
      Files.writeString(file, content, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path base(Surroundings surroundings) {
    String runtime = surroundings.variable("XDG_RUNTIME_DIR");
    try {
      Path base =
          runtime.matches(PLAIN) && isOurs(Path.of(runtime))
              ? Path.of(runtime, "holdfast")
              : Path.of("/tmp/holdfast-" + uid());
      if (!Files.exists(base, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(base, CLOSED);
      }
      if (!isOurs(base)) {
        throw unusable(base, "it belongs to somebody else or is open to others");
      }
      return base;
    } catch (IOException e) {
      throw unusable(Path.of(runtime), e.getMessage());
    }
  }

  private static boolean isOurs(Path directory) throws IOException {
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(uid())
        && Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS)
            .equals(PosixFilePermissions.fromString("rwx------"));
  }

  private static Object uid() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  private static void sweep(Path base) throws IOException {
    List<Path> left;
    try (Stream<Path> entries = Files.list(base)) {
      left = entries.filter(PrivateDirectory::abandoned).toList();
    }
    for (Path directory : left) {
      delete(directory);
    }
  }

  private static boolean abandoned(Path directory) {
    String name = directory.getFileName().toString();
    try {
      return name.length() > UUID_LENGTH
          && !OwningProcess.parse(name.substring(UUID_LENGTH + 1)).alive();
    } catch (IllegalArgumentException e) {
      return false; // not one of ours
    }
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // another one is sweeping, too
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(path);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Failure unusable(Path base, @Nullable String why) {
    return new Failure(
        ExitCode.FAILED,
        "cannot keep the files of a session in " + base + ": " + why,
        "remove it, or set XDG_RUNTIME_DIR to a directory of yours with mode 0700");
  }
}
