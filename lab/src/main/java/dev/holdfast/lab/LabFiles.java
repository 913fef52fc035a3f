package dev.holdfast.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What the lab keeps in {@code HOME/lab}: the login key, the servers' password, a lock. */
final class LabFiles {

  // A file lock keeps other processes out; threads of this one would get an exception from it.
  private static final ReentrantLock THREADS = new ReentrantLock();
  private static final Set<Path> HELD = new HashSet<>();

  private final Path directory;

  LabFiles(Path home) {
    try {
      Files.createDirectories(home);
      directory = home.toRealPath().resolve("lab");
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new LabException("Cannot use the directory " + home + ": " + e, e);
    }
  }

  /** The home these files belong to, without symbolic links. */
  Path home() {
    return directory.resolveSibling("");
  }

  Path keyFile() {
    return directory.resolve("id_ed25519");
  }

  /** The public key that belongs to {@link #keyFile}, made together with it if there is none. */
  String publicKey() {
    return locked(() -> {
      Path publicFile = directory.resolve("id_ed25519.pub");
      if (!Files.exists(keyFile()) || !Files.exists(publicFile)) {
        SshKeyPair pair = SshKeyPair.generate("holdfast-lab");
        write(publicFile, pair.publicKey() + "\n");
        write(keyFile(), pair.privateKey());
      }
      return read(publicFile);
    });
  }

  /**
   * The password of root and of the login user; random, for a known one would be open to all here.
   */
  String password() {
    return locked(() -> {
      Path file = directory.resolve("password");
      if (!Files.exists(file)) {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        write(file, HexFormat.of().formatHex(bytes) + "\n");
      }
      return read(file);
    });
  }

  /** Does {@code work} while no other thread or process with the same home is in here. */
  <T> T locked(Supplier<T> work) {
    return locked(directory.resolve("lock"), work);
  }

  /**
   * Does {@code work} while no other thread of this or process with the same lock file is in here.
   */
  static <T> T locked(Path lockFile, Supplier<T> work) {
    THREADS.lock();
    try {
      if (!HELD.add(lockFile)) {
        return work.get();
      }
      try (FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        return work.get();
      } finally {
        HELD.remove(lockFile);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      THREADS.unlock();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes by rename: a file is there whole, readable by its owner only, or not at all. */
  private static void write(Path file, String text) {
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
