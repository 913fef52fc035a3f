package dev.holdfast.workflows;

import dev.holdfast.schemas.containers.quarantine.QuarantineActivities;
import io.temporal.activity.Activity;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A container {@code web} that is isolated and released. */
final class FakeQuarantines implements QuarantineActivities {
  final List<String> asked = new CopyOnWriteArrayList<>();

  volatile boolean exists = true;
  volatile String mode = "shop";
  volatile @Nullable Mark mark;

  /** Whether it reaches nobody, once it has a mark. */
  volatile boolean isolated = true;

  /** How often the end of the changing step is unknown first. */
  volatile int interruptions;

  /** Why nothing can be isolated; null where it can be. */
  volatile @Nullable String obstacle;

  /** Whether the evidence never ends. */
  volatile boolean endless;

  @Override
  public Observed observeContainer(ObserveRequest request) {
    Mark now = mark;
    return new Observed(
        "web",
        exists ? "id-web" : null,
        true,
        false,
        false,
        mode,
        List.of(now == null ? "shop" : "quarantine_net"),
        List.of(),
        now,
        now != null && isolated);
  }

  @Override
  public Isolated isolateContainer(IsolateRequest request) {
    asked.add("isolate %d".formatted(request.step().generation()));
    if (request.step().fencingToken() == 0) {
      throw new IllegalStateException("without a lease");
    }
    if (request.step().generation() <= interruptions) {
      return new Isolated("the runner died", null, List.of());
    }
    if (obstacle != null) {
      return new Isolated(null, obstacle, List.of());
    }
    mark = request.mark();
    return new Isolated(null, null, List.of("a note"));
  }

  @Override
  public Evidence keepEvidence(EvidenceRequest request) {
    asked.add("evidence");
    while (endless) {
      // Throws once it is cancelled.
      Activity.getExecutionContext().heartbeat(null);
      LockSupport.parkNanos(20_000_000);
    }
    return new Evidence(List.of(new Kept("logs.txt", "abc", 3, false)), List.of("files.tar: none"));
  }

  @Override
  public Isolated releaseContainer(ReleaseRequest request) {
    asked.add("release " + request.only());
    mark = null;
    return new Isolated(null, null, List.of("the network shop is gone"));
  }
}
