package dev.holdfast.workflows;

import dev.holdfast.schemas.containers.control.ContainerControlActivities;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Containers that are started, stopped, restarted and removed; the same names on each server. */
final class FakeContainerControls implements ContainerControlActivities {
  final List<String> asked = new CopyOnWriteArrayList<>();
  final Map<String, Found> containers = new ConcurrentHashMap<>();

  /** How often the end of the changing step is unknown first. */
  volatile int interruptions;

  /** Those that end as soon as they are started. */
  volatile List<String> brief = List.of();

  void have(String name, boolean running) {
    containers.put(name, new Found(name, name + "-id", running, "start-0", 0));
  }

  @Override
  public FoundContainers findContainers(FindRequest request) {
    return new FoundContainers(
        request.containers().stream()
            .map(name -> containers.getOrDefault(name, Found.none(name)))
            .toList());
  }

  @Override
  public Controlled controlContainers(ControlRequest request) {
    List<String> names = request.containers().stream().map(Found::name).toList();
    asked.add(
        "%s %s %d%s"
            .formatted(
                request.input().action().word(),
                String.join(",", names),
                request.step().generation(),
                request.step().fencingToken() > 0 ? "" : " without a lease"));
    if (request.step().generation() <= interruptions) {
      return new Controlled("the runner died", null);
    }
    for (Found found : request.containers()) {
      switch (request.input().action()) {
        case START, RESTART ->
            containers.put(
                found.name(),
                new Found(found.name(), found.id(), !brief.contains(found.name()), "start-1", 3));
        case STOP -> have(found.name(), false);
        case REMOVE -> containers.remove(found.name());
      }
    }
    return new Controlled(null, null);
  }
}
