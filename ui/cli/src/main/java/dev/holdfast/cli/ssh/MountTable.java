package dev.holdfast.cli.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What this machine has mounted, as {@code /proc/self/mountinfo} tells it. */
final class MountTable {
  private static final Path FILE = Path.of("/proc/self/mountinfo");

  private MountTable() {}

  /**
   * One mount.
   *
   * @param type such as {@code fuse.sshfs}
   * @param source of an SSHFS mount {@code HOST:DIRECTORY}
   */
  record Entry(Path point, String type, String source) {}

  /** The topmost mount at just this place. */
  static Optional<Entry> at(Path point) {
    try {
      // Whatever a mount point's name holds, it is bytes to the kernel.
      return parse(Files.readString(FILE, StandardCharsets.UTF_8)).stream()
          .filter(entry -> entry.point().equals(point))
          .reduce((first, second) -> second);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Entry> parse(String text) {
    return text.lines().map(MountTable::entry).flatMap(Optional::stream).toList();
  }

  // ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [TAG…] - TYPE SOURCE OPTIONS
  private static Optional<Entry> entry(String line) {
    String[] halves = line.split(" - ", 2);
    String[] before = halves[0].split(" ", -1);
    String[] after = halves.length < 2 ? new String[0] : halves[1].split(" ", -1);
    if (before.length < 6 || after.length < 2) {
      return Optional.empty();
    }
    return Optional.of(new Entry(Path.of(plain(before[4])), after[0], plain(after[1])));
  }

  /** The kernel writes space, tab, line break and backslash as three octal digits. */
  private static String plain(String escaped) {
    return escaped
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
