package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the machine is: its load, its memory, its services. */
final class MachineReading {
  static final String LOAD = "server/load";
  static final String MEMORY = "server/memory";
  static final String SYSTEMD = "server/systemd";
  private static final double BUSY = 2;
  private static final double LITTLE = 0.05;

  private MachineReading() {}

  static List<Reading> all() {
    return List.of(
        Reading.of(LOAD, "load", MachineReading::load),
        Reading.of(MEMORY, "memory", MachineReading::memory),
        Reading.of(SYSTEMD, "systemd", MachineReading::systemd));
  }

  /**
   * @param row /proc/loadavg and the number of processors
   */
  static Finding load(String row) {
    String[] parts = row.split("\\s+", -1);
    double load = Double.parseDouble(parts[0]);
    int processors = parts.length > 5 ? Integer.parseInt(parts[5]) : 1;
    String summary =
        "load %.2f on %d processor%s".formatted(load, processors, processors == 1 ? "" : "s");
    return load <= BUSY * processors
        ? Finding.ok(LOAD, summary)
        : Finding.warning(
            LOAD,
            summary + ": the server is busy, and everything takes longer",
            "See what keeps it busy: top; in state D it is the disk: iostat -x 1, dmesg");
  }

  /**
   * @param rows of /proc/meminfo
   */
  static Finding memory(String rows) {
    Map<String, Long> kib = new HashMap<>();
    for (String line : rows.lines().toList()) {
      String[] parts = line.split("[:\\s]+", -1);
      if (parts.length > 1 && parts[1].matches("\\d{1,15}")) {
        kib.put(parts[0], Long.parseLong(parts[1]));
      }
    }
    long total = kib.getOrDefault("MemTotal", 0L);
    long available = kib.getOrDefault("MemAvailable", total);
    long swap = kib.getOrDefault("SwapTotal", 0L);
    String summary =
        "%d of %d MiB of memory available".formatted(available >> 10, total >> 10)
            + (swap == 0
                ? ", no swap"
                : ", %d of %d MiB of swap free"
                    .formatted(kib.getOrDefault("SwapFree", 0L) >> 10, swap >> 10));
    return available >= total * LITTLE
        ? Finding.ok(MEMORY, summary)
        : Finding.warning(
            MEMORY,
            summary + ": programs may be killed at any time",
            "See what takes it: ps aux --sort -rss | head; journalctl -k -g 'Out of memory'");
  }

  /**
   * @param row {@code absent}, or the state of systemd and the units that have failed
   */
  static Finding systemd(String row) {
    if (row.equals("absent")) {
      return Finding.warning(
          SYSTEMD,
          "the server was not started by systemd, which lockdown needs",
          "Only operations that change no sshd can be run there");
    }
    String[] parts = row.split("\\s+", 2);
    String failed = parts.length > 1 ? parts[1].strip() : "";
    return switch (parts[0]) {
      case "running" -> Finding.ok(SYSTEMD, "systemd is running, and no unit has failed");
      case "degraded" ->
          Finding.warning(
                  SYSTEMD,
                  "units have failed: " + String.join(", ", failed.split("\\s+")),
                  "For each: systemctl status UNIT; mend it, or systemctl reset-failed UNIT")
              .withDetail(failed.replace(' ', '\n'));
      default ->
          Finding.warning(
              SYSTEMD,
              "systemd is " + (parts[0].isEmpty() ? "not answering" : parts[0]),
              "systemctl list-jobs says what it waits for");
    };
  }
}
