package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How much room there is where operations, packages and logs need it. */
final class DiskReading {
  static final String SPACE = "server/disk";
  static final String INODES = "server/inodes";
  private static final Map<String, String> PLACES = places();
  private static final double LITTLE = 0.10;
  private static final double NONE = 0.01;
  private static final long NONE_BYTES = 4L << 20;

  private DiskReading() {}

  /**
   * One file system.
   *
   * @param places what of ours is on it
   */
  private record Volume(
      List<String> places, long block, long blocks, long free, long inodes, long freeInodes) {
    String name() {
      return String.join(", ", places);
    }
  }

  /** What is left of one thing on one file system. */
  private record Room(String where, double share, boolean none, String words) {}

  static List<Reading> all() {
    Set<String> needs = Set.of(ShellCheck.NAME);
    return List.of(
        new Reading(SPACE, needs, DiskReading::space),
        new Reading(INODES, needs, DiskReading::inodes));
  }

  static Optional<Finding> space(DiagnosticAnswers answers) {
    List<Room> rooms =
        volumes(answers).stream()
            .map(v -> {
              double share = v.blocks() == 0 ? 1 : (double) v.free() / v.blocks();
              long bytes = v.free() * v.block();
              return new Room(
                  v.name(),
                  share,
                  share < NONE || bytes < NONE_BYTES,
                  "%s: %s of %s free (%.0f %%)"
                      .formatted(v.name(), size(bytes), size(v.blocks() * v.block()), share * 100));
            })
            .toList();
    return judged(
        SPACE,
        rooms,
        "Make room: du -xh -d2 PLACE | sort -h | tail; journalctl --vacuum-size=100M; apt-get clean;"
            + " or enlarge the volume");
  }

  static Optional<Finding> inodes(DiagnosticAnswers answers) {
    // Some file systems, such as btrfs, have no fixed number of them and say 0.
    List<Room> rooms =
        volumes(answers).stream()
            .filter(v -> v.inodes() > 0)
            .map(v -> {
              double share = (double) v.freeInodes() / v.inodes();
              return new Room(
                  v.name(),
                  share,
                  share < NONE,
                  "%s: %d of %d inodes free (%.0f %%)"
                      .formatted(v.name(), v.freeInodes(), v.inodes(), share * 100));
            })
            .toList();
    if (rooms.isEmpty() && !volumes(answers).isEmpty()) {
      return Optional.of(Finding.ok(INODES, "the file systems have no fixed number of inodes"));
    }
    return judged(
        INODES,
        rooms,
        "Find where many small files are: du -x --inodes -d3 PLACE | sort -n | tail; remove those that"
            + " nobody needs");
  }

  private static Optional<Finding> judged(String check, List<Room> rooms, String fix) {
    if (rooms.isEmpty()) {
      return Optional.empty();
    }
    String detail = String.join("\n", rooms.stream().map(Room::words).toList());
    List<String> none = rooms.stream().filter(Room::none).map(Room::where).toList();
    List<String> little = rooms.stream().filter(r -> r.share() < LITTLE).map(Room::where).toList();
    Level level = !none.isEmpty() ? Level.PROBLEM : !little.isEmpty() ? Level.WARNING : Level.OK;
    String what = check.equals(SPACE) ? "space" : "inodes";
    Finding finding =
        switch (level) {
          case PROBLEM ->
              Finding.problem(
                  check, "no %s left on %s".formatted(what, String.join("; ", none)), fix);
          case WARNING ->
              Finding.warning(
                  check,
                  "less than a tenth of the %s left on %s"
                      .formatted(what, String.join("; ", little)),
                  fix);
          default ->
              Finding.ok(
                  check,
                  "the fullest file system has %.0f %% free"
                      .formatted(rooms.stream().mapToDouble(Room::share).min().orElse(1) * 100));
        };
    return Optional.of(finding.withDetail(detail));
  }

  /** By the id of the file system: the same one counts once, whatever is mounted from it. */
  private static List<Volume> volumes(DiagnosticAnswers answers) {
    Map<String, Volume> volumes = new LinkedHashMap<>();
    PLACES.forEach((row, place) -> {
      String[] parts = answers.row(row).orElse("").split(" ");
      if (parts.length < 6 || !numbers(parts)) {
        return;
      }
      List<String> places = new ArrayList<>();
      Volume same = volumes.get(parts[0]);
      if (same != null) {
        places.addAll(same.places());
      }
      places.add(place);
      volumes.put(
          parts[0],
          new Volume(
              places,
              Long.parseLong(parts[1]),
              Long.parseLong(parts[2]),
              Long.parseLong(parts[3]),
              Long.parseLong(parts[4]),
              Long.parseLong(parts[5])));
    });
    return List.copyOf(volumes.values());
  }

  private static boolean numbers(String[] parts) {
    for (int i = 1; i < 6; i++) {
      if (!parts[i].matches("\\d{1,18}")) {
        return false;
      }
    }
    return true;
  }

  private static String size(long bytes) {
    return bytes < 10L << 30 ? "%d MiB".formatted(bytes >> 20) : "%d GiB".formatted(bytes >> 30);
  }

  private static Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("disk-root", "/");
    places.put("disk-var", "/var");
    places.put("disk-tmp", "/tmp");
    places.put("disk-home", "/home");
    return places;
  }
}
