package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.Steering;
import io.temporal.workflow.Workflow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The steering of a workflow: what people decided, checked before it is accepted. */
public final class SteeringHandlers implements Steering {
  private @Nullable String awaited;
  private @Nullable Decision approval;
  private @Nullable Decision rejection;
  private boolean paused;
  private boolean waits;
  private boolean mayGoOn;
  private int resumed;

  /** Listens to steering from now on. */
  public static SteeringHandlers listen() {
    SteeringHandlers handlers = new SteeringHandlers();
    Workflow.registerListener(handlers);
    return handlers;
  }

  /** From now on a decision on exactly this plan is taken; said before anybody is asked for one. */
  public void expect(String planHash) {
    awaited = planHash;
    approval = null;
    rejection = null;
  }

  /**
   * Waits until a person has decided on the plan that is expected.
   *
   * @return the rejection, or null where it was approved
   */
  public @Nullable Decision decision() {
    Workflow.await(() -> approval != null || rejection != null);
    awaited = null;
    return rejection;
  }

  /**
   * Who has approved the plan that was expected last, and how far.
   *
   * @throws IllegalStateException if nobody has
   */
  Decision approval() {
    if (approval == null) {
      throw new IllegalStateException("nothing was approved");
    }
    return approval;
  }

  /** It was paused before this run. */
  void pausedBefore() {
    paused = true;
  }

  /** It waits for people because it has failed on servers: there is nothing to resume. */
  void waits(boolean now) {
    waits(now, false);
  }

  /**
   * It waits for people.
   *
   * @param resumable whether it goes on when somebody resumes it
   */
  void waits(boolean now, boolean resumable) {
    waits = now;
    mayGoOn = resumable;
  }

  /** How often somebody has resumed it in this run. */
  int timesResumed() {
    return resumed;
  }

  public boolean paused() {
    return paused;
  }

  @Override
  public void approve(Decision decision) {
    approval = decision;
  }

  @Override
  public void validateApprove(Decision decision) {
    requireAwaited(decision.planHash());
  }

  @Override
  public void reject(Decision decision) {
    rejection = decision;
  }

  @Override
  public void validateReject(Decision decision) {
    requireAwaited(decision.planHash());
  }

  @Override
  public void pause(String by) {
    paused = true;
  }

  @Override
  public void resume(String by) {
    paused = false;
    resumed++;
  }

  @Override
  public void validateResume(String by) {
    if (waits && !paused && !mayGoOn) {
      throw new IllegalStateException(
          "it is not paused: it waits for the servers on which it has failed; retry, fix or skip"
              + " them, or cancel it");
    }
  }

  private void requireAwaited(String planHash) {
    if (awaited == null || approval != null || rejection != null) {
      throw new IllegalStateException("nothing awaits a decision here");
    }
    if (!Objects.equals(awaited, planHash)) {
      throw new IllegalStateException(
          "the plan has changed: review it again and decide on " + awaited);
    }
  }
}
