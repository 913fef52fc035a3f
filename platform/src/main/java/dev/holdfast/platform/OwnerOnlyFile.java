package dev.holdfast.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Files that hold credentials: mode 0600 from their first byte, and never half-written. */
public final class OwnerOnlyFile {
  private OwnerOnlyFile() {}

  /** Writes a file in one step; a reader sees the old content or the new one, nothing between. */
  public static void replace(Path file, String content) throws IOException {
    Path written = writeBeside(file, content);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes a file unless there is one; of several processes that try, exactly one succeeds. */
  public static boolean create(Path file, String content) throws IOException {
    Path written = writeBeside(file, content);
    try {
      // Unlike a move, a hard link never replaces what somebody else has put there meanwhile.
      Files.createLink(file, written);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.delete(written);
    }
  }

  private static Path writeBeside(Path file, String content) throws IOException {
    Path directory =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), () -> file + " is not a file");
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path written = directory.resolve("." + file.getFileName() + "." + UUID.randomUUID());
    try (FileChannel channel =
        FileChannel.open(
            written,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return written;
  }
}
