package dev.holdfast.activities.containers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerMount;
import com.github.dockerjava.api.model.ContainerNetworkSettings;
import com.github.dockerjava.api.model.ContainerPort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container in a list, in terms that do not change with the engine's version.
 *
 * @param state {@code running}, {@code exited}, {@code created}, {@code paused}, {@code
 *     restarting}, {@code removing} or {@code dead}
 * @param health the result of its health check, such as {@code starting}; null without one
 * @param status as the engine tells it: {@code Up 2 hours (healthy)}
 * @param ports what is reached from outside, such as {@code 0.0.0.0:8080->80/tcp}
 */
public record ContainerRow(
    String name,
    String id,
    String image,
    String state,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String health,
    String status,
    String createdAt,
    List<String> ports,
    List<String> networks,
    List<String> mounts,
    Map<String, String> labels) {

  static ContainerRow of(Container container) {
    String status = Objects.requireNonNullElse(container.getStatus(), "");
    return new ContainerRow(
        name(container),
        container.getId(),
        Objects.requireNonNullElse(container.getImage(), ""),
        Objects.requireNonNullElse(container.getState(), ""),
        health(status),
        status,
        Instant.ofEpochSecond(container.getCreated()).toString(),
        ports(container.getPorts()),
        networks(container.getNetworkSettings()),
        mounts(container.getMounts()),
        new TreeMap<>(Objects.requireNonNullElse(container.getLabels(), Map.of())));
  }

  /** A link's name has two slashes; its own has one. */
  public static String name(Container container) {
    return Stream.of(Objects.requireNonNullElse(container.getNames(), new String[0]))
        .map(name -> name.substring(1))
        .filter(name -> name.indexOf('/') < 0)
        .findFirst()
        .orElse(container.getId());
  }

  private static @Nullable String health(String status) {
    return Stream.of("unhealthy", "healthy", "starting")
        .filter(
            health -> status.contains("(" + health + ")") || status.contains(": " + health + ")"))
        .findFirst()
        .orElse(null);
  }

  private static List<String> ports(ContainerPort @Nullable [] ports) {
    TreeSet<String> published = new TreeSet<>();
    for (ContainerPort port : Objects.requireNonNullElse(ports, new ContainerPort[0])) {
      String inside = port.getPrivatePort() + "/" + port.getType();
      published.add(
          port.getPublicPort() == null
              ? inside
              : "%s:%d->%s".formatted(host(port.getIp()), port.getPublicPort(), inside));
    }
    return List.copyOf(published);
  }

  private static String host(@Nullable String address) {
    return Optional.ofNullable(address)
        .map(ip -> ip.contains(":") ? "[" + ip + "]" : ip)
        .orElse("0.0.0.0");
  }

  private static List<String> networks(@Nullable ContainerNetworkSettings settings) {
    return settings == null || settings.getNetworks() == null
        ? List.of()
        : List.copyOf(new TreeSet<>(settings.getNetworks().keySet()));
  }

  private static List<String> mounts(@Nullable List<ContainerMount> mounts) {
    return mounts == null ? List.of() : mounts.stream().map(ContainerRow::mount).sorted().toList();
  }

  private static String mount(ContainerMount mount) {
    String source = mount.getName() == null ? mount.getSource() : mount.getName();
    return Objects.requireNonNullElse(source, "") + ":" + mount.getDestination();
  }
}
