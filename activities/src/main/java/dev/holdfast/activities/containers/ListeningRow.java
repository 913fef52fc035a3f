package dev.holdfast.activities.containers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who listens on a port of a server: a container that publishes it, or a process.
 *
 * @param protocol {@code tcp} or {@code udp}
 * @param address such as {@code 0.0.0.0}, {@code ::} or {@code *}
 * @param container its name; null for a process
 * @param process its name; null for a container, and where it is not known
 */
record ListeningRow(
    int port,
    String protocol,
    String address,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String container,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String process) {
  private static final Pattern PROCESS = Pattern.compile("users:\\(\\(\"([^\"]*)\"");

  /** What the engine has listen for its containers. */
  private static final String PROXY = "docker-proxy";

  /**
   * All of a server, by port.
   *
   * @param containers those that run
   * @param sockets what {@code ss -Hltunp} printed
   */
  static List<ListeningRow> of(List<Container> containers, String sockets) {
    List<ListeningRow> rows = new ArrayList<>();
    containers.forEach(container -> published(container).forEach(rows::add));
    List<ListeningRow> processes =
        sockets.lines().flatMap(ListeningRow::process).filter(row -> !proxies(row, rows)).toList();
    rows.addAll(processes);
    rows.sort(
        Comparator.comparingInt(ListeningRow::port)
            .thenComparing(ListeningRow::protocol)
            .thenComparing(ListeningRow::address));
    return rows;
  }

  private static Stream<ListeningRow> published(Container container) {
    String name = ContainerRow.of(container).name();
    return Stream.of(Objects.requireNonNullElse(container.getPorts(), new ContainerPort[0]))
        .filter(port -> port.getPublicPort() != null)
        .map(port ->
            new ListeningRow(
                Objects.requireNonNull(port.getPublicPort()),
                Objects.requireNonNullElse(port.getType(), "tcp"),
                Objects.requireNonNullElse(port.getIp(), "0.0.0.0"),
                name,
                null));
  }

  private static Stream<ListeningRow> process(String line) {
    String[] fields = line.strip().split(" +", -1);
    if (fields.length < 5) {
      return Stream.empty();
    }
    String local = fields[4];
    int colon = local.lastIndexOf(':');
    Matcher process = PROCESS.matcher(line);
    return Stream.of(
        new ListeningRow(
            Integer.parseInt(local.substring(colon + 1)),
            fields[0],
            local.substring(0, colon).replaceAll("%.*|[\\[\\]]", ""),
            null,
            process.find() ? process.group(1) : null));
  }

  /** Where the engine has a process listen for a container, the container counts. */
  private static boolean proxies(ListeningRow process, List<ListeningRow> containers) {
    return process.process() != null
        && process.process().startsWith(PROXY)
        && containers.stream()
            .anyMatch(
                one -> one.port() == process.port() && one.protocol().equals(process.protocol()));
  }
}
