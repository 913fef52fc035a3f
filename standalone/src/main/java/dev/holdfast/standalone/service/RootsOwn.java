package dev.holdfast.standalone.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a program can be changed by root alone: what a service runs as root at each boot must be
 * nobody else's.
 */
final class RootsOwn {
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;

  private RootsOwn() {}

  /** The first of a file and the directories above it that somebody else can change. */
  static Optional<Path> changedByOthers(Path file) throws IOException {
    for (@Nullable Path path = file.toRealPath(); path != null; path = path.getParent()) {
      int owner = (Integer) Files.getAttribute(path, "unix:uid");
      int mode = (Integer) Files.getAttribute(path, "unix:mode");
      // In a sticky directory nobody replaces what is root's.
      boolean writable =
          (mode & WRITABLE_BY_OTHERS) != 0 && !(Files.isDirectory(path) && (mode & STICKY) != 0);
      if (owner != 0 || writable) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }
}
