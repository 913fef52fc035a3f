package dev.holdfast.cli.ssh;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * An empty directory to mount something at.
 *
 * @param created whether it was made just now
 */
record MountPoint(Path path, boolean created) {

  /**
   * The absolute path of a place, links before its last part resolved: the last part itself may be
   * a dead mount, which cannot be looked at.
   */
  static Path locate(String typed) {
    Path path = Path.of(typed).toAbsolutePath().normalize();
    Path parent = path.getParent();
    try {
      return parent == null || !Files.exists(parent)
          ? path
          : parent.toRealPath().resolve(path.getFileName());
    } catch (IOException e) {
      return path;
    }
  }

  /**
   * Finds or makes the directory.
   *
   * @throws Failure if something is mounted there, or it is no empty directory
   */
  static MountPoint prepare(Path path) {
    if (MountTable.at(path).isPresent()) {
      throw Failure.usage(
          "something is mounted at " + path + " already", "./holdfast unmount " + path);
    }
    try {
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new MountPoint(path, true);
      }
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw Failure.usage(path + " is not a directory", "name a new or an empty directory");
      }
      try (Stream<Path> entries = Files.list(path)) {
        if (entries.findAny().isPresent()) {
          throw Failure.usage(path + " is not empty", "name a new or an empty directory");
        }
      }
      return new MountPoint(path, false);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "cannot use " + path + " to mount at: " + e.getMessage(),
          "name a directory of yours");
    }
  }
}
