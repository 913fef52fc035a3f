package dev.holdfast.workflows;

import dev.holdfast.schemas.containers.quarantine.QuarantineExpiryActivities;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the API does when quarantines expire. */
final class FakeQuarantineEnds implements QuarantineExpiryActivities {
  final List<String> done = new CopyOnWriteArrayList<>();

  /** How many releases fail first. */
  final AtomicInteger failures = new AtomicInteger();

  /** The operation that asks people. */
  static final String QUESTION = "op-7";

  /** Is over when somebody has decided. */
  final CountDownLatch decision = new CountDownLatch(1);

  /** Why none may be started; null where it may. */
  volatile @Nullable String refusal;

  @Override
  public Started start(Expired expired) {
    done.add(
        "release %s of %s %d"
            .formatted(expired.container(), expired.quarantine(), expired.attempt()));
    return refusal == null
        ? new Started("op-9" + expired.attempt(), null)
        : new Started(null, refusal);
  }

  @Override
  public Started ask(Expired expired) {
    done.add("ask about %s of %s".formatted(expired.container(), expired.quarantine()));
    return refusal == null ? new Started(QUESTION, null) : new Started(null, refusal);
  }

  @Override
  public void withdraw(String operation) {
    done.add("withdraw " + operation);
    decision.countDown();
  }

  @Override
  public @Nullable String await(String operation) {
    if (operation.equals(QUESTION)) {
      try {
        decision.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return failures.getAndDecrement() > 0 ? operation + " has failed" : null;
  }

  @Override
  public void tell(Expired expired, String why) {
    done.add("tell " + why);
  }
}
