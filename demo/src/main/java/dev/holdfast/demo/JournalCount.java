package dev.holdfast.demo;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import java.util.ArrayList;
import java.util.List;

/** How often each changing command of an operation was started, read from the servers' journals. */
record JournalCount(int commands, int starts, List<String> startedMoreThanOnce) {

  /** Reads what the servers themselves have written down. */
  static JournalCount of(Lab lab, List<LabServer> servers, String operation) {
    int commands = 0;
    int starts = 0;
    List<String> often = new ArrayList<>();
    for (LabServer server : servers) {
      String counted =
          lab.exec(
                  server.name(),
                  "sh",
                  "-c",
                  "wc -l /var/lib/holdfast/journal/\"$0\"/*/starts 2>/dev/null | grep -v ' total$' || true",
                  operation)
              .orThrow();
      for (String line : counted.lines().toList()) {
        String[] words = line.strip().split(" ", 2);
        int count = Integer.parseInt(words[0]);
        commands++;
        starts += count;
        if (count != 1) {
          often.add(server.name() + " " + words[1]);
        }
      }
    }
    return new JournalCount(commands, starts, List.copyOf(often));
  }
}
