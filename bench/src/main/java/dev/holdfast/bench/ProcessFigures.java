package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a process takes, as Linux counts it.
 *
 * @param memory resident, in bytes
 * @param cpuMillis since it began
 */
record ProcessFigures(long memory, int descriptors, int threads, long cpuMillis) {
  private static final int MILLIS_A_TICK = 10;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int CHILDREN_USER_TICKS = 13;
  private static final int CHILDREN_SYSTEM_TICKS = 14;

  /**
   * @throws UncheckedIOException if there is no such process, or it is another user's
   */
  static ProcessFigures of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      String status = Files.readString(process.resolve("status"));
      String[] fields = stat(process);
      long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
      return new ProcessFigures(
          number(status, "VmRSS:") << 10,
          (int) descriptors.count(),
          (int) number(status, "Threads:"),
          ticks * MILLIS_A_TICK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The process time of a process since it began, with that of its children that have ended, in
   * milliseconds; 0 where there is none.
   */
  static long cpuMillis(long pid) {
    try {
      String[] fields = stat(Path.of("/proc", Long.toString(pid)));
      return MILLIS_A_TICK
          * IntStream.of(USER_TICKS, SYSTEM_TICKS, CHILDREN_USER_TICKS, CHILDREN_SYSTEM_TICKS)
              .mapToLong(field -> Long.parseLong(fields[field]))
              .sum();
    } catch (IOException e) {
      return 0; // It has ended, and is counted by its parent.
    }
  }

  private static String[] stat(Path process) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    // The name before it may hold anything.
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static long number(String status, String name) {
    String line = status.lines().filter(it -> it.startsWith(name)).findFirst().orElseThrow();
    return Long.parseLong(line.substring(name.length()).replace("kB", "").strip());
  }

  /** The bytes that the files below a directory take. */
  static long disk(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(ProcessFigures::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException e) {
      return 0; // It has gone meanwhile.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
