package dev.holdfast.workflows;

import dev.holdfast.schemas.containers.ContainerActivities;
import dev.holdfast.schemas.failure.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Engines with three containers each, of which two run. */
final class FakeContainers implements ContainerActivities {
  final List<String> read = new CopyOnWriteArrayList<>();

  /** Servers without an engine. */
  volatile List<String> without = List.of();

  @Override
  public Read readContainers(ReadRequest request) {
    String server = request.step().server();
    if (without.contains(server)) {
      throw ApplicationFailure.newNonRetryableFailure(
          server + " has no Docker engine", FailureType.REFUSED.name());
    }
    read.add(server + " " + request.input().show().word() + " " + request.step().fencingToken());
    return new Read(3, 2, 1, 120, 0);
  }
}
