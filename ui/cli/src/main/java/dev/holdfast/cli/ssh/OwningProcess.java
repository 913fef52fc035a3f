package dev.holdfast.cli.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that left something behind, told from another one that got its number later.
 *
 * @param startTicks when it started, in clock ticks since boot
 */
record OwningProcess(long pid, long startTicks) {

  /** This process. */
  static OwningProcess current() {
    long pid = ProcessHandle.current().pid();
    return new OwningProcess(pid, startTicks(pid));
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static OwningProcess parse(String text) {
    String[] numbers = text.split("-", -1);
    if (numbers.length != 2) {
      throw new IllegalArgumentException("'" + text + "' names no process");
    }
    return new OwningProcess(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
  }

  boolean alive() {
    return startTicks >= 0 && startTicks(pid) == startTicks;
  }

  @Override
  public String toString() {
    return pid + "-" + startTicks;
  }

  // Field 22; the program's name before it is in parentheses and may hold anything.
  private static long startTicks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[0].equals("Z") || fields[0].equals("X") ? -1 : Long.parseLong(fields[19]);
    } catch (IOException e) {
      return -1;
    }
  }
}
