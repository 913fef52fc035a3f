package dev.holdfast.workflows.lease;

import dev.holdfast.schemas.lease.LeaseHolder;
import dev.holdfast.schemas.lease.LeaseHolder.Grant;
import dev.holdfast.schemas.lease.ServerLease;
import dev.holdfast.workflows.engine.Bookkeeping;
import dev.holdfast.workflows.engine.Timers;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Grants the lease of one machine to one holder at a time, the most urgent and then the longest
 * waiting first.
 */
public final class ServerLeaseWorkflowImpl implements ServerLease {
  /** How often a holder that says nothing is looked after. */
  private static final Duration LOOK_AFTER = Duration.ofSeconds(30);

  /** How the type of the failure ends that says that there is no such workflow. */
  private static final String NOT_FOUND = "EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND";

  private final LeaseSteps steps = new LeaseSteps();
  private final List<Request> waiting = new ArrayList<>();

  /** What was given back before the first line of {@link #run}, where nobody holds or waits yet. */
  private final List<String> givenBack = new ArrayList<>();

  private String server = "";
  private @Nullable Held held;

  @Override
  public void run(LeaseState state) {
    server = state.server();
    // Signals are delivered before the first line of this method: what they brought comes after
    // what was there.
    waiting.addAll(0, state.waiting());
    held = held == null ? state.held() : held;
    if (Bookkeeping.current().tellsAtOnce()) {
      givenBack.forEach(this::release);
    }
    while (held != null || !waiting.isEmpty()) {
      if (held == null) {
        grant(next());
      } else {
        lookAfter(held);
      }
      if (Workflow.getInfo().isContinueAsNewSuggested()) {
        Workflow.newContinueAsNewStub(ServerLease.class).run(lease());
      }
    }
  }

  @Override
  public void request(Request request) {
    boolean known =
        (held != null && held.request().id().equals(request.id()))
            || waiting.stream().anyMatch(other -> other.id().equals(request.id()));
    if (!known) {
      waiting.add(request);
    }
  }

  @Override
  public void release(String requestId) {
    if (server.isEmpty()) {
      givenBack.add(requestId);
    }
    waiting.removeIf(request -> request.id().equals(requestId));
    if (held != null && held.request().id().equals(requestId)) {
      held = null;
    }
  }

  @Override
  public LeaseState lease() {
    return new LeaseState(server, held, waiting);
  }

  private Request next() {
    Request next = waiting.stream().min(Comparator.comparing(Request::priority)).orElseThrow();
    waiting.remove(next);
    return next;
  }

  private void grant(Request request) {
    long token = steps.nextFencingToken(server);
    held = new Held(request, token);
    show();
    try {
      Workflow.newExternalWorkflowStub(LeaseHolder.class, request.holder())
          .granted(new Grant(request.serverOr(server), request.id(), token));
    } catch (ApplicationFailure failure) {
      // So the SDK tells it. Whoever else waits still has its turn.
      held = null;
      if (!failure.getType().endsWith(NOT_FOUND)) {
        waiting.addFirst(request);
        Timers.sleep(LOOK_AFTER, "Before the lease is granted again");
      }
      show();
    }
  }

  private void lookAfter(Held holder) {
    if (Timers.await(LOOK_AFTER, "Until the holder is looked after", () -> !holder.equals(held))) {
      return;
    }
    if (steps.ended(holder) && steps.closed(holder.request().serverOr(server), holder)) {
      release(holder.request().id());
    }
  }

  private void show() {
    StringBuilder text = new StringBuilder();
    if (held != null) {
      text.append("Held by **").append(held.request().holder()).append("**\n");
    }
    waiting.forEach(request -> text.append("- waiting: ").append(request.holder()).append('\n'));
    Workflow.setCurrentDetails(text.toString());
  }
}
