package dev.holdfast.standalone.process;

import dev.holdfast.standalone.home.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds the processes of a home by the marks in their environment. A JVM that is killed between the
 * start of a child and the writing of its record leaves a process that only its marks betray.
 */
public final class Orphans {

  private static final String HOME = "HOLDFAST_CHILD_OF";
  private static final String PART = "HOLDFAST_PART";
  private static final int TRIES = 20;
  private static final Duration MOMENT = Duration.ofMillis(2);

  private Orphans() {}

  static Map<String, String> marks(Home home, String part) {
    return Map.of(HOME, home.root().toString(), PART, part);
  }

  /** The session leaders of this home by part; their own children have the marks too. */
  public static Map<String, ProcessIdentity> of(Home home) throws IOException {
    Map<String, ProcessIdentity> found = new HashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        String part = part(process, home);
        if (part != null && leadsSession(process)) {
          long pid = Long.parseLong(process.getFileName().toString());
          ProcessIdentity.of(pid).ifPresent(identity -> found.put(part, identity));
        }
      }
    }
    return found;
  }

  private static @Nullable String part(Path process, Home home) {
    try {
      List<String> variables = List.of(environment(process).split("\0", -1));
      if (!variables.contains(HOME + "=" + home.root())) {
        return null;
      }
      return variables.stream()
          .filter(variable -> variable.startsWith(PART + "="))
          .map(variable -> variable.substring(PART.length() + 1))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null; // gone in the meantime, or another user's
    }
  }

  /** A process shows none in the moment in which it becomes another program. */
  private static String environment(Path process) throws IOException {
    String all = read(process);
    // The kernel's own have none, ever, and lead no session.
    for (int tried = 0; all.isEmpty() && tried < TRIES && leadsSession(process); tried++) {
      LockSupport.parkNanos(MOMENT.toNanos());
      all = read(process);
    }
    return all;
  }

  private static String read(Path process) throws IOException {
    return new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.UTF_8);
  }

  /**
   * Whether the process has a session of its own by now, which it gets a moment after its start.
   */
  static boolean leadsSession(long pid) {
    return leadsSession(Path.of("/proc", Long.toString(pid)));
  }

  /** Field 6 of {@code stat} is the session, whose leader has the same number. */
  private static boolean leadsSession(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[3].equals(process.getFileName().toString());
    } catch (IOException e) {
      return false;
    }
  }
}
