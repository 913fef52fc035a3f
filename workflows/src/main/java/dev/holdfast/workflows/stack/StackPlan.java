package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.ContainerImageResource;
import dev.holdfast.schemas.change.ContainerNetworkResource;
import dev.holdfast.schemas.change.ContainerResource;
import dev.holdfast.schemas.change.ContainerVolumeResource;
import dev.holdfast.schemas.secret.SecretReference;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackInput.Tool;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a stack without faults is made of. A tool that publishes a port is in the stack's edge
 * network; each tool shares an internal network with each one that it depends on, and reaches no
 * other.
 */
record StackPlan(DeployStackInput input) {

  List<ContainerImageResource> images() {
    return input.tools().values().stream()
        .map(Tool::image)
        .distinct()
        .map(image -> new ContainerImageResource(image, input.stack()))
        .toList();
  }

  List<ContainerNetworkResource> networks() {
    List<ContainerNetworkResource> networks = new ArrayList<>();
    if (input.tools().values().stream().anyMatch(tool -> !tool.ports().isEmpty())) {
      networks.add(new ContainerNetworkResource(edge(), input.stack(), false));
    }
    input
        .tools()
        .forEach((name, tool) ->
            tool.dependsOn()
                .forEach(other ->
                    networks.add(
                        new ContainerNetworkResource(between(name, other), input.stack(), true))));
    return networks;
  }

  private String edge() {
    return input.stack() + "-edge";
  }

  /** No name of a tool holds a dot, so that two pairs never have the same one. */
  private String between(String name, String other) {
    return input.stack() + "-" + name + "." + other;
  }

  List<ContainerVolumeResource> volumes() {
    return sources()
        .filter(source -> !isPath(source))
        .distinct()
        .sorted()
        .map(source -> new ContainerVolumeResource(input.volume(source), input.stack()))
        .toList();
  }

  /** The paths of the server that are mounted, as the file says them. */
  List<String> paths() {
    return sources().filter(StackPlan::isPath).distinct().sorted().toList();
  }

  private Stream<String> sources() {
    return input.tools().values().stream()
        .flatMap(tool -> tool.volumes().stream())
        .map(StackPlan::source);
  }

  static String source(String volume) {
    return volume.substring(0, volume.indexOf(':'));
  }

  static boolean isPath(String source) {
    return source.startsWith("/");
  }

  /**
   * Each after those that it depends on.
   *
   * @param resolved where a path of the server leads
   */
  List<ContainerResource> containers(UnaryOperator<String> resolved) {
    Set<String> ordered = new LinkedHashSet<>();
    input.tools().keySet().forEach(name -> order(name, ordered, new TreeSet<>()));
    return ordered.stream().map(name -> container(name, resolved)).toList();
  }

  /** A tool's dependencies, theirs, and so on. */
  Set<String> needs(String name) {
    Set<String> needed = new LinkedHashSet<>();
    order(name, needed, new TreeSet<>());
    needed.remove(name);
    return needed;
  }

  private void order(String name, Set<String> ordered, Set<String> above) {
    Tool tool = input.tools().get(name);
    if (tool != null && above.add(name)) {
      tool.dependsOn().stream().sorted().forEach(other -> order(other, ordered, above));
      ordered.add(name);
    }
  }

  private ContainerResource container(String name, UnaryOperator<String> resolved) {
    Tool tool = Objects.requireNonNull(input.tools().get(name), name);
    SortedMap<String, String> environment = new TreeMap<>(tool.environment());
    SortedMap<String, String> secrets = new TreeMap<>(tool.environment());
    environment.values().removeIf(SecretReference::isMeant);
    secrets.keySet().removeAll(environment.keySet());
    return new ContainerResource(
        input.container(name),
        input.stack(),
        name,
        tool.image(),
        tool.command(),
        environment,
        secrets,
        tool.ports().stream().sorted().toList(),
        tool.volumes().stream().map(volume -> mount(volume, resolved)).sorted().toList(),
        networksOf(name, tool),
        tool.healthcheck(),
        tool.exceptions().runsAs(),
        tool.memory(),
        (int) Math.round(tool.cpus() * 1000),
        tool.pids(),
        tool.exceptions().capabilities().keySet().stream().sorted().toList(),
        tool.exceptions().writableRoot() != null,
        tool.exceptions().newPrivileges() != null,
        proxies(name));
  }

  /** What sends to a tool and can be told to send elsewhere. */
  private List<ContainerResource.Proxy> proxies(String name) {
    List<ContainerResource.Proxy> proxies = new ArrayList<>();
    input
        .tools()
        .forEach((above, from) -> {
          String command = from.switchBackend();
          if (command != null && from.dependsOn().contains(name)) {
            proxies.add(
                new ContainerResource.Proxy(input.container(above), between(above, name), command));
          }
        });
    return proxies;
  }

  private String mount(String volume, UnaryOperator<String> resolved) {
    String source = source(volume);
    String at = volume.substring(source.length());
    return (isPath(source) ? resolved.apply(source) : input.volume(source)) + at;
  }

  private List<String> networksOf(String name, Tool tool) {
    List<String> networks = new ArrayList<>();
    if (!tool.ports().isEmpty()) {
      networks.add(edge());
    }
    tool.dependsOn().stream().sorted().forEach(other -> networks.add(between(name, other)));
    input
        .tools()
        .forEach((above, from) -> {
          if (from.dependsOn().contains(name)) {
            networks.add(between(above, name));
          }
        });
    return networks;
  }
}
