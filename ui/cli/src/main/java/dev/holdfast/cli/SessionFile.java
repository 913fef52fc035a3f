package dev.holdfast.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/**
 * The session that a login has begun, in a file that only its owner can read. Several processes use
 * it at once.
 */
public final class SessionFile {
  private static final String FILE = "session.json";
  private static final String LOCK = "session.lock";
  private static final String OWNER_ONLY = "rw-------";

  /** A lock of the file is the whole process's. */
  private static final ReentrantLock HERE = new ReentrantLock();

  private final Path home;

  public SessionFile(Surroundings surroundings) {
    this.home = surroundings.home();
  }

  /** Whether somebody has logged in here. */
  public boolean present() {
    return Files.exists(home.resolve(FILE));
  }

  /** The session; empty if nobody has logged in here. */
  Optional<Session> read() {
    Path file = home.resolve(FILE);
    try {
      return Files.exists(file)
          ? Optional.of(Session.of(Json.parse(Files.readString(file))))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      throw new Failure(
          ExitCode.REFUSED,
          "cannot read " + file + ", which holds your session",
          "./holdfast logout removes it; then log in again");
    }
  }

  /** Keeps a session in the place of the one before. */
  void write(Session session) {
    try {
      Files.createDirectories(home);
      // Readable by nobody else from its first moment on.
      Path next =
          Files.createTempFile(
              home,
              FILE,
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
      Files.writeString(next, session.json().toString() + "\n", StandardCharsets.UTF_8);
      move(next, home.resolve(FILE));
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED, "cannot keep the session in " + home, "make it writable for you");
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Forgets the session; false if there is none. */
  public boolean remove() {
    try {
      return Files.deleteIfExists(home.resolve(FILE));
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED, "cannot remove " + home.resolve(FILE), "remove it yourself");
    }
  }

  /** Does this while no other process does: a refresh token is good once. */
  <T> T alone(Supplier<T> work) {
    HERE.lock();
    try (FileChannel channel =
            FileChannel.open(
                home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("the lock is lost");
      }
      return work.get();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "cannot lock " + home.resolve(LOCK) + ", which guards your session",
          "make " + home + " writable for you");
    } finally {
      HERE.unlock();
    }
  }
}
