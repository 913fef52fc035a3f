package dev.holdfast.schemas.runbook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A step of a runbook. */
public sealed interface RunbookStep {

  /**
   * Starts an operation and waits for its end.
   *
   * @param id by which later steps refer to it
   * @param operation its name in the catalogue
   * @param servers a selector that narrows the servers of the runbook; null for all of them
   * @param onFailedOf an earlier step, on whose failed servers alone it runs; null for all
   * @param input of the operation, with references; null for what is kept for the servers
   * @param when every condition that has to hold; the step is skipped otherwise
   * @param forEach a list, or a reference to one: the step runs for each item, one after the other
   * @param retry what to do where it fails
   * @param onFailure what becomes of the runbook where it fails for good
   * @param pace how it goes about its servers
   * @param critical whether the runbook is to fail where it fails for good; false for a warning
   */
  record Run(
      String id,
      String operation,
      @Nullable String servers,
      @Nullable String onFailedOf,
      @Nullable Map<String, Object> input,
      List<Condition> when,
      @Nullable Object forEach,
      Retry retry,
      OnFailure onFailure,
      Pace pace,
      boolean critical)
      implements RunbookStep {
    public Run {
      when = List.copyOf(when);
    }

    /** Whether the runbook continues where it fails for good. */
    public boolean tolerated() {
      return onFailure == OnFailure.CONTINUE || !critical;
    }

    /** Whether it runs a runbook that is in its input. */
    public boolean nested() {
      return operation.equals(RunbookOperation.TYPE.name());
    }

    /**
     * The part of the input whose references are those of this runbook: a runbook within it has its
     * own.
     */
    public @Nullable Object resolvedInput() {
      return nested() && input != null ? input.get("inputs") : input;
    }

    /** The runbook that is in its input; empty if it runs none, or none that can be read. */
    public Optional<RunbookDefinition> innerDefinition() {
      return nested() && input != null && input.get("definition") instanceof Map<?, ?> inner
          ? Optional.ofNullable(RunbookParser.parse(inner).definition())
          : Optional.empty();
    }
  }

  /** Steps that run at the same time; it ends when all of them have. */
  record Parallel(List<Run> steps) implements RunbookStep {
    public Parallel {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Waits until a person agrees.
   *
   * @param question what they agree to
   */
  record Approval(String question) implements RunbookStep {}

  /** What becomes of a runbook when a step has failed. */
  enum OnFailure {
    /** Nothing further is started; the runbook fails. */
    STOP,
    /** It goes on, and succeeds if nothing else fails. */
    CONTINUE
  }

  /**
   * @param times at most, after the first, and only on the servers on which it did not succeed
   * @param delaySeconds before each
   */
  record Retry(int times, int delaySeconds) {
    static final int MOST = 10;
    static final int DELAY_SECONDS = 10;
    static final Retry NONE = new Retry(0, DELAY_SECONDS);
  }

  /**
   * As of any operation; null for the default.
   *
   * @param maxFailures a number or a percentage
   * @param waves numbers or percentages
   * @param gates between its waves, as a start takes them
   * @param gateSeconds within which time they have to hold
   */
  record Pace(
      @Nullable Integer concurrency,
      @Nullable String maxFailures,
      @Nullable List<String> waves,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> gates,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer gateSeconds) {
    static final Pace DEFAULT = new Pace(null, null, null);

    /** One without gates. */
    public Pace(
        @Nullable Integer concurrency, @Nullable String maxFailures, @Nullable List<String> waves) {
      this(concurrency, maxFailures, waves, null, null);
    }
  }
}
