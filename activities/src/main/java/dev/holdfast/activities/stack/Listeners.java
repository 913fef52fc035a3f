package dev.holdfast.activities.stack;

import dev.holdfast.schemas.change.ListeningFacts;
import dev.holdfast.schemas.change.ListeningFacts.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads who listens from what the server's programs print. */
final class Listeners {
  private static final Pattern PROCESS = Pattern.compile("users:\\(\\(\"([^\"]*)\"");

  private Listeners() {}

  /**
   * Who listens.
   *
   * @param sockets what {@code ss -Hltunp} printed
   * @param published a line for each published port: container, {@code 80/tcp} of the container,
   *     address and port of the server
   */
  static ListeningFacts read(String sockets, String published) {
    List<Listener> listeners = new ArrayList<>();
    published
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> {
          String[] fields = line.strip().split(" +", -1);
          // An address may be missing, which is every one.
          String address = fields.length < 4 ? "*" : fields[2];
          listeners.add(
              new Listener(
                  fields[1].substring(fields[1].indexOf('/') + 1),
                  address,
                  Integer.parseInt(fields[fields.length - 1]),
                  fields[0],
                  ""));
        });
    sockets
        .lines()
        .forEach(line -> {
          String[] fields = line.strip().split(" +", -1);
          if (fields.length > 4) {
            String local = fields[4];
            int colon = local.lastIndexOf(':');
            Matcher process = PROCESS.matcher(line);
            listeners.add(
                new Listener(
                    fields[0],
                    local.substring(0, colon).replaceAll("%.*|[\\[\\]]", ""),
                    Integer.parseInt(local.substring(colon + 1)),
                    "",
                    process.find() ? process.group(1) : ""));
          }
        });
    // Where the engine has a process listen for a container, the container counts.
    listeners.removeIf(one ->
        one.container().isEmpty()
            && listeners.stream()
                .anyMatch(other ->
                    !other.container().isEmpty()
                        && other.port() == one.port()
                        && other.protocol().equals(one.protocol())
                        && one.process().startsWith("docker-proxy")));
    return new ListeningFacts(listeners);
  }
}
