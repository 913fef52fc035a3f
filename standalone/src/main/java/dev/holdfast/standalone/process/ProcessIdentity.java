package dev.holdfast.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that is not mistaken for another one which got its number later: process id, start time
 * in clock ticks since boot, and the boot.
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** The living process with this number; empty when there is none or only its zombie. */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return startTicks(stat).map(ticks -> new ProcessIdentity(pid, ticks, currentBoot()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public static ProcessIdentity current() {
    return of(ProcessHandle.current().pid()).orElseThrow();
  }

  /** A process that had ended before it could be looked at: equal to none that lives. */
  static ProcessIdentity ended(long pid) {
    return new ProcessIdentity(pid, -1, currentBoot());
  }

  public boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /**
   * Field 22 of a {@code /proc/PID/stat} line, empty for a zombie. The command name before it is in
   * parentheses and may hold anything, parentheses and spaces too.
   */
  static Optional<Long> startTicks(String stat) {
    int end = stat.lastIndexOf(')');
    if (end < 0) {
      return Optional.empty();
    }
    String[] fields = stat.substring(end + 2).trim().split(" ", -1);
    boolean dead = fields[0].equals("Z") || fields[0].equals("X");
    return dead || fields.length < 20 ? Optional.empty() : Optional.of(Long.valueOf(fields[19]));
  }

  private static String currentBoot() {
    try {
      return Files.readString(BOOT_ID).trim();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
