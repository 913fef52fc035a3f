package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** What the API knows of plans that were approved with a runbook before it started. */
@ActivityInterface
public interface ReviewedPlansActivities {

  /** Compares the plans of a runbook's step with those that were approved; it changes nothing. */
  @ActivityMethod(name = "ComparePlansWithReviewed")
  Comparison compare(Compared compared);

  /**
   * @param operation that of the step
   * @param server the one server whose plan has changed under its lease; null for all of them
   * @param planHash of the plan of that server; null for the plans of all as they are recorded
   */
  record Compared(
      String operation,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String server,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String planHash) {
    /** The plans of all servers. */
    public static Compared all(String operation) {
      return new Compared(operation, null, null);
    }
  }

  /**
   * @param approved whether nobody has to be asked again
   * @param why somebody has to, for people; null where nobody has
   */
  record Comparison(
      boolean approved, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String why) {
    /** One that was approved with the runbook. */
    public static final Comparison APPROVED = new Comparison(true, null);

    /** One that somebody has to be asked about. */
    public static Comparison asks(String why) {
      return new Comparison(false, why);
    }
  }
}
