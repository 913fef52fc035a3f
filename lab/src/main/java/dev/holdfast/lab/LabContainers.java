package dev.holdfast.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The containers of one lab among all those of the engine: found by their labels, made with them.
 */
final class LabContainers {

  static final String LAB = "dev.holdfast.lab";
  static final String SERVER = "dev.holdfast.lab.server";
  static final String PORT = "dev.holdfast.lab.port";
  static final String OWNER = "dev.holdfast.lab.owner";
  // Below the kernel's ephemeral range, so that no outgoing connection takes a stopped server's
  // port.
  private static final int FIRST_PORT = 22001;
  private static final int LAST_PORT = 22999;

  private final DockerEngine engine;
  private final DockerClient client;
  private final String lab;
  private final String owner;

  LabContainers(DockerEngine engine, String lab, String owner) {
    this.engine = engine;
    this.client = engine.client();
    this.lab = lab;
    this.owner = owner;
  }

  /** A container of this lab: the server it is, its name and its port. */
  record Entry(String server, String container, int port) {}

  List<Entry> list() {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(LAB, lab))
        .exec()
        .stream()
        .map(LabContainers::entry)
        .sorted(
            Comparator.comparingInt((Entry e) -> e.server().length()).thenComparing(Entry::server))
        .toList();
  }

  /**
   * Makes a container for {@code server} and starts it on a port that is free.
   *
   * @param volumes the directories that are anonymous volumes of it
   */
  Entry create(String server, String image, List<Volume> volumes) {
    Set<Integer> avoid = reservedPorts();
    while (true) {
      int port = freePort(avoid);
      String name = "holdfast-" + lab + "-" + server;
      client
          .createContainerCmd(image)
          .withName(name)
          .withHostName(server)
          .withVolumes(volumes)
          .withExposedPorts(ServerHost.SSH)
          .withLabels(Map.of(LAB, lab, SERVER, server, PORT, Integer.toString(port), OWNER, owner))
          .withHostConfig(ServerHost.publishing(port, engine))
          .exec();
      try {
        client.startContainerCmd(name).exec();
        return new Entry(server, name, port);
      } catch (DockerException e) {
        new ServerContainer(client, name).remove();
        // Somebody else was quicker to take the port that was free a moment ago.
        if (!String.valueOf(e.getMessage()).matches("(?s).*(already allocated|already in use).*")) {
          throw new LabException("Docker cannot start " + name + ": " + e.getMessage(), e);
        }
        avoid.add(port);
      }
    }
  }

  /** The ports of all lab servers of all homes, running or not. */
  private Set<Integer> reservedPorts() {
    Set<Integer> ports = new HashSet<>();
    client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(PORT))
        .exec()
        .forEach(container -> ports.add(entry(container).port()));
    return ports;
  }

  private static int freePort(Set<Integer> avoid) {
    for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
      if (!avoid.contains(port)) {
        try (ServerSocket socket = new ServerSocket()) {
          socket.bind(new InetSocketAddress(InetAddress.ofLiteral(LabServer.ADDRESS), port));
          return port;
        } catch (IOException e) {
          avoid.add(port);
        }
      }
    }
    throw new LabException(
        "No free port between %d and %d on 127.0.0.1.".formatted(FIRST_PORT, LAST_PORT));
  }

  private static Entry entry(Container container) {
    Map<String, String> labels = container.getLabels();
    return new Entry(
        labels.getOrDefault(SERVER, ""),
        container.getNames()[0].substring(1),
        Integer.parseInt(labels.getOrDefault(PORT, "0")));
  }

  /** Removes the containers of every lab whose owner is gone, as {@code gone} tells of a label. */
  static int sweep(DockerEngine engine, java.util.function.Predicate<String> gone) {
    List<Container> dead = new ArrayList<>();
    for (Container container :
        engine
            .client()
            .listContainersCmd()
            .withShowAll(true)
            .withLabelFilter(List.of(OWNER))
            .exec()) {
      String owner = container.getLabels().getOrDefault(OWNER, "");
      if (!owner.isEmpty() && gone.test(owner)) {
        dead.add(container);
      }
    }
    dead.forEach(container -> new ServerContainer(engine.client(), container.getId()).remove());
    return dead.size();
  }
}
