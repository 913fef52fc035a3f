package dev.holdfast.schemas.diagnosis;

import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** Looks at the servers of an operation from where operations run. */
@ActivityInterface
public interface DiagnoseActivities {

  /**
   * Makes every check within half a minute, and puts the {@link Diagnosis} into the operation's log
   * as one line of JSON. Delivered again it checks again, into a log of that delivery's own.
   *
   * <p>Fails with BAD_INPUT where there is no such server; whatever is wrong with the server is
   * counted.
   */
  @ActivityMethod(name = "DiagnoseInOperation")
  Found diagnoseInOperation(StepRequest request);

  record StepRequest(Step step, DiagnoseInput input) implements StepScoped {}

  /**
   * What was found, counted.
   *
   * @param worst the first problem, in words; null where there is none
   * @param generation under which the diagnosis is in the log
   * @param stdoutBytes in the log
   */
  record Found(
      int problems,
      int warnings,
      int ok,
      int skipped,
      @Nullable String worst,
      int generation,
      long stdoutBytes) {}
}
