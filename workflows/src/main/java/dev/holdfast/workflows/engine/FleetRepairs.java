package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetActivities.QueuedAgain;
import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.FleetSteering.Retry;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.ServerState;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.UpdateInfo;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people do about servers on which an operation has failed: they are tried once more, or left
 * out. One wish after the other; the database knows whether it may be, and decides for all servers
 * of a wish at once.
 */
final class FleetRepairs {
  private final FleetState state;
  private final FleetServers servers;
  private boolean busy;
  private boolean closed;
  private boolean batched;

  FleetRepairs(FleetState state, FleetServers servers) {
    this.state = state;
    this.servers = servers;
  }

  /** The operation comes to its end: nothing is tried once more. */
  void close() {
    closed = true;
  }

  /** Its servers are read many at a time, with one input. */
  void batched() {
    batched = true;
  }

  /**
   * @throws IllegalStateException if no server may be tried once more now
   */
  void require(List<String> names) {
    if (names.size() > Retry.MOST) {
      throw new IllegalStateException(
          "at most %d servers are tried once more at a time".formatted(Retry.MOST));
    }
    if (closed) {
      throw new IllegalStateException("the operation is ending");
    }
    if (state.stage != Stage.WORKING) {
      throw new IllegalStateException(
          "the plans of its servers are not decided on yet: a server can be tried once more when the"
              + " operation works on them");
    }
    names.stream()
        .filter(state::underWay)
        .findFirst()
        .ifPresent(server -> {
          throw new IllegalStateException(
              "%s cannot be tried once more, it is %s"
                  .formatted(server, ServerState.RUNNING.word()));
        });
  }

  /**
   * @throws IllegalStateException if no server may be given an input of its own now
   */
  void requireFixable(String name) {
    if (batched) {
      throw new IllegalStateException(
          "this operation reads its servers in batches, all with the same input; have it tried once"
              + " more as it is, or start another");
    }
    require(List.of(name));
  }

  /**
   * Queues servers again.
   *
   * @param names none for all on which it has failed
   * @param input of its own for the one server; null to leave it the one that it has
   */
  void again(List<String> names, @Nullable Map<String, Object> input, String by) {
    String request = Workflow.getCurrentUpdateInfo().map(UpdateInfo::getUpdateId).orElseThrow();
    inTurn(() -> {
      requireOpen();
      QueuedAgain queued = servers.queueAgain(request, names, input, by);
      if (!queued.refused().isEmpty()) {
        throw refused(String.join("; ", queued.refused()));
      }
      for (FleetTarget target : queued.targets()) {
        // What an earlier attempt has recorded it also tells, before it counts as failed.
        Workflow.await(() -> !isEarlier(target));
        state.again(target);
      }
    });
  }

  private boolean isEarlier(FleetTarget target) {
    return state.underWay().stream()
        .anyMatch(now -> now.server().equals(target.server()) && now.attempt() < target.attempt());
  }

  /**
   * Leaves out a server on which the operation has failed, in its turn.
   *
   * @return what it is in then
   */
  ServerState leaveOut(String server, String why) {
    requireOpen();
    ServerState is = servers.leaveOutFailed(server, why);
    if (is == ServerState.SKIPPED) {
      state.seenTo();
    }
    return is;
  }

  /**
   * @throws ApplicationFailure if the operation comes to its end
   */
  void requireOpen() {
    if (closed) {
      throw refused("the operation is ending");
    }
  }

  /** What is decided about servers, by one wish after the other. */
  void inTurn(Runnable wish) {
    Workflow.await(() -> !busy);
    busy = true;
    try {
      wish.run();
    } finally {
      busy = false;
    }
  }

  private static ApplicationFailure refused(String why) {
    return ApplicationFailure.newNonRetryableFailure(why, "STEERING");
  }
}
