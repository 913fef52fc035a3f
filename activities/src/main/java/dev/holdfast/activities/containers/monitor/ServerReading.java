package dev.holdfast.activities.containers.monitor;

import dev.holdfast.activities.containers.monitor.RunningContainer.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the script: one sample of a server.
 *
 * @param uptime seconds since the server was started
 * @param readings by the ids of the containers
 * @param gone the ids of those whose process is not there any more
 * @param begun by the ids of containers in the network of the server, the connections that they
 *     have begun and that are open
 * @param notRecorded why new connections are not recorded; null where they are
 */
record ServerReading(
    double uptime,
    int processors,
    long memory,
    Map<String, ContainerReading> readings,
    Set<String> gone,
    List<SeenConnection> connections,
    Map<String, List<SeenConnection>> begun,
    @Nullable String notRecorded) {

  /**
   * Reads the lines of an answer.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ServerReading parse(List<String> lines) {
    String[] server = {};
    String notRecorded = null;
    Map<String, ContainerReading> readings = new HashMap<>();
    Set<String> gone = new HashSet<>();
    Map<String, List<SeenConnection>> begun = new HashMap<>();
    int seen = lines.indexOf("connections");
    for (String line : seen < 0 ? lines : lines.subList(0, seen)) {
      int space = line.indexOf(' ');
      String rest = line.substring(space + 1);
      switch (space < 0 ? line : line.substring(0, space)) {
        case "server" -> server = rest.split(" ", -1);
        case "container" -> {
          ContainerReading reading = ContainerReading.parse(line);
          readings.put(reading.id(), reading);
        }
        case "gone" -> gone.add(rest);
        case "to" -> {
          String[] words = rest.split(" ", -1);
          begun
              .computeIfAbsent(words[0], _ -> new ArrayList<>())
              .add(SeenConnection.open(words[1], words[2]));
        }
        case "no-connections" -> notRecorded = rest;
        default -> throw new IllegalArgumentException("not an answer: " + line);
      }
    }
    if (server.length != 3) {
      throw new IllegalArgumentException("the answer does not say how the server is: " + lines);
    }
    return new ServerReading(
        Double.parseDouble(server[0]),
        Integer.parseInt(server[1]),
        Long.parseLong(server[2]),
        readings,
        gone,
        seen < 0
            ? List.of()
            : SeenConnection.parse(String.join("\n", lines.subList(seen, lines.size()))),
        begun,
        notRecorded);
  }

  /** What a container has begun, as far as the server knows that of it. */
  List<SeenConnection> connections(RunningContainer one) {
    return one.network() == Network.SERVER ? begun.getOrDefault(one.id(), List.of()) : connections;
  }
}
