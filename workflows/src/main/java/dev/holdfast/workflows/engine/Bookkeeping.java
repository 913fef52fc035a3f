package dev.holdfast.workflows.engine;

import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.workflow.Workflow;

/**
 * How a workflow does what is short and is nobody's step: records, leases, a word to another
 * workflow. It is the worker's own while it has the workflow in hand, as it would wait longer in
 * task queues than it takes; each wait, too, is a task of Temporal's, which costs more than what is
 * waited for. All of it may be done twice.
 *
 * <p>A workflow ends as it was begun.
 */
public final class Bookkeeping {
  private static final int RECORDS = 1;
  private static final int ALL = 2;
  private static final int NEEDED = 3;

  private final int version;

  private Bookkeeping(int version) {
    this.version = version;
  }

  /** That of this workflow. */
  public static Bookkeeping current() {
    return new Bookkeeping(Workflow.getVersion("local-records", Workflow.DEFAULT_VERSION, NEEDED));
  }

  /** Whether records are written at once. */
  boolean recordsAtOnce() {
    return version >= RECORDS;
  }

  /** Whether leases are asked for and given back at once, and other workflows told. */
  public boolean tellsAtOnce() {
    return version >= ALL;
  }

  /** Whether what nothing needs is left out: the clean-up of a server on which nothing is left. */
  public boolean onlyWhatIsNeeded() {
    return version >= NEEDED;
  }

  /** Activities that write records. */
  <T> T records(Class<T> activities, String summary) {
    return activities(activities, summary, recordsAtOnce());
  }

  /** Activities about leases, or that tell other workflows. */
  public <T> T others(Class<T> activities, String summary) {
    return activities(activities, summary, tellsAtOnce());
  }

  private static <T> T activities(Class<T> activities, String summary, boolean atOnce) {
    return atOnce
        ? Workflow.newLocalActivityStub(
            activities,
            LocalActivityOptions.newBuilder(StepLimits.OWN_RECORD).setSummary(summary).build())
        : Workflow.newActivityStub(
            activities, ActivityOptions.newBuilder(StepLimits.RECORD).setSummary(summary).build());
  }
}
