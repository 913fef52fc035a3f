package dev.holdfast.standalone.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the log files of running processes below a size, with one earlier file of each.
 *
 * <p>The file is copied and emptied: its process has it open, for appending, and goes on writing at
 * its new end. What is written between the copy and the emptying is lost.
 */
public final class LogRotation {
  private static final long LIMIT = 16L << 20;
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Path directory;
  private final long limit;

  public LogRotation(Path directory) {
    this(directory, LIMIT);
  }

  LogRotation(Path directory, long limit) {
    this.directory = directory;
    this.limit = limit;
  }

  /** Looks at the files once a minute from now on, as long as this process lives. */
  public void start(Consumer<String> failures) {
    Thread.ofPlatform()
        .daemon()
        .name("log-rotation")
        .start(() -> {
          try {
            while (true) {
              Thread.sleep(EVERY);
              try {
                rotate();
              } catch (IOException e) {
                failures.accept("a log file could not be rotated: " + e);
              }
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /**
   * Rotates the files that have grown past the limit.
   *
   * @throws IOException if some cannot be; the others are rotated all the same
   */
  public void rotate() throws IOException {
    List<IOException> failures = new ArrayList<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.log")) {
      for (Path log : logs) {
        try {
          rotate(log);
        } catch (IOException e) {
          failures.add(e);
        }
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }

  private void rotate(Path log) throws IOException {
    if (Files.size(log) <= limit) {
      return;
    }
    Path earlier = log.resolveSibling(log.getFileName() + ".1");
    Path fresh = log.resolveSibling(log.getFileName() + ".new");
    Files.copy(log, fresh, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(fresh, earlier, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
      file.truncate(0);
    }
  }
}
