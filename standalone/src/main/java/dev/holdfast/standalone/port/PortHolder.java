package dev.holdfast.standalone.port;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds out which process listens on a TCP port, as far as we may look. */
public final class PortHolder {

  private static final String LISTEN = "0A";

  private PortHolder() {}

  /** Names the holder, as in {@code nginx (process 4711)}, or says that it is unknown. */
  public static String describe(int port) {
    try {
      Set<String> sockets = new HashSet<>();
      for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
        if (Files.isReadable(Path.of(table))) {
          sockets.addAll(listeners(Files.readString(Path.of(table)), port));
        }
      }
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
        for (Path process : processes) {
          if (holds(process, sockets)) {
            String name = Files.readString(process.resolve("comm")).trim();
            return name + " (process " + process.getFileName() + ")";
          }
        }
      }
    } catch (IOException e) {
      return "an unknown process";
    }
    return "a process of another user";
  }

  /** The links ({@code socket:[INODE]}) of the listening sockets of {@code port} in a table. */
  static Set<String> listeners(String table, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Set<String> sockets = new HashSet<>();
    for (String line : table.lines().skip(1).toList()) {
      String[] fields = line.trim().split("\\s+", -1);
      if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTEN)) {
        sockets.add("socket:[" + fields[9] + "]");
      }
    }
    return sockets;
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)
            && sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // gone in the meantime, or another user's
    }
    return false;
  }
}
