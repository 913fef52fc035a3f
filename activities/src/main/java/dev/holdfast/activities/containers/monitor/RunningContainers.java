package dev.holdfast.activities.containers.monitor;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.holdfast.activities.containers.ContainerRow;
import dev.holdfast.activities.containers.Engine;
import dev.holdfast.activities.containers.monitor.RunningContainer.Attachment;
import dev.holdfast.activities.containers.monitor.RunningContainer.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The containers that run on an engine. It is asked for the list each time, and for the rest of a
 * container when it is new, has another process, and now and again.
 */
final class RunningContainers {
  private static final int OFTEN = 6;

  private final Engine engine;
  private final Map<String, Inspected> known = new HashMap<>();
  private int asked;

  RunningContainers(Engine engine) {
    this.engine = engine;
  }

  private record Inspected(long pid, int restarts, Network network) {}

  List<RunningContainer> now() {
    if (asked++ % OFTEN == 0) {
      known.clear();
    }
    List<RunningContainer> running = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Container one : engine.client().listContainersCmd().exec()) {
      Inspected inspected = known.computeIfAbsent(one.getId(), this::inspected);
      ids.add(one.getId());
      if (inspected.pid() > 0) {
        running.add(of(one, inspected));
      }
    }
    known.keySet().retainAll(ids);
    return running;
  }

  /** Another process has the number that this one had: it is looked at again the next time. */
  void restarted(String id) {
    known.remove(id);
  }

  private Inspected inspected(String id) {
    try {
      InspectContainerResponse found = engine.client().inspectContainerCmd(id).exec();
      Long pid = found.getState().getPidLong();
      Integer restarts = found.getRestartCount();
      // Podman does not tell this in its list.
      String mode = found.getHostConfig() == null ? null : found.getHostConfig().getNetworkMode();
      return new Inspected(
          pid == null ? 0 : pid, restarts == null ? 0 : restarts, Network.of(mode));
    } catch (NotFoundException e) {
      return new Inspected(0, 0, Network.OWN);
    }
  }

  private static RunningContainer of(Container one, Inspected inspected) {
    List<Attachment> attachments = new ArrayList<>();
    if (inspected.network() == Network.OWN && one.getNetworkSettings() != null) {
      for (ContainerNetwork network : one.getNetworkSettings().getNetworks().values()) {
        add(attachments, network.getIpAddress(), network.getIpPrefixLen(), network.getGateway());
        add(
            attachments,
            network.getGlobalIPv6Address(),
            network.getGlobalIPv6PrefixLen(),
            network.getIpV6Gateway());
      }
    }
    return new RunningContainer(
        one.getId(),
        ContainerRow.name(one),
        inspected.pid(),
        inspected.restarts(),
        health(one.getStatus()),
        inspected.network(),
        attachments);
  }

  private static void add(
      List<Attachment> attachments,
      @Nullable String address,
      @Nullable Integer bits,
      @Nullable String gateway) {
    if (address != null && !address.isEmpty() && bits != null) {
      attachments.add(
          new Attachment(
              InetAddress.ofLiteral(address),
              bits,
              gateway == null || gateway.isEmpty() ? null : InetAddress.ofLiteral(gateway)));
    }
  }

  private static @Nullable String health(String status) {
    int at = status.lastIndexOf('(');
    if (at < 0 || !status.endsWith(")")) {
      return null;
    }
    String said = status.substring(at + 1, status.length() - 1).replace("health: ", "");
    return Set.of("healthy", "unhealthy", "starting").contains(said) ? said : null;
  }
}
