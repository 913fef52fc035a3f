package dev.holdfast.workflows;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.reboot.RebootActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Servers that reboot: each is in a numbered boot. */
final class FakeReboots implements RebootActivities {
  final List<String> asked = new CopyOnWriteArrayList<>();
  final Map<String, Integer> boots = new ConcurrentHashMap<>();

  /** How often the end of the reboot's step is unknown first. */
  volatile int interruptions;

  /** Those that do not come back. */
  volatile List<String> lost = List.of();

  @Override
  public Boot readBoot(BootRequest request) {
    return boot(request.step().server());
  }

  @Override
  public @Nullable String reboot(RebootRequest request) {
    String server = request.step().server();
    asked.add(server + " " + request.step().generation());
    if (request.step().generation() <= interruptions) {
      return "the runner died";
    }
    if (boot(server).id().equals(request.boot())) {
      boots.merge(server, 1, Integer::sum);
    }
    return null;
  }

  @Override
  public Boot awaitBoot(AwaitRequest request) {
    String server = request.step().server();
    if (lost.contains(server)) {
      throw ApplicationFailure.newNonRetryableFailure(
          server + " is not back", FailureType.COMMAND_FAILED.name());
    }
    return boot(server);
  }

  private Boot boot(String server) {
    return new Boot("boot-" + boots.getOrDefault(server, 0), "6.1.0");
  }
}
