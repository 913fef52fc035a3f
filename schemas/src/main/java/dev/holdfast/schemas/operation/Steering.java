package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person may do to an operation while it runs. */
@WorkflowInterface
public interface Steering {

  /** Approves the plan with this hash. */
  @UpdateMethod(name = "approve")
  void approve(Decision decision);

  @UpdateValidatorMethod(updateName = "approve")
  void validateApprove(Decision decision);

  /** Rejects the plan; the operation ends as cancelled and changes nothing more. */
  @UpdateMethod(name = "reject")
  void reject(Decision decision);

  @UpdateValidatorMethod(updateName = "reject")
  void validateReject(Decision decision);

  /** Starts no further server until resumed; servers under way are finished. */
  @UpdateMethod(name = "pause")
  void pause(String by);

  @UpdateMethod(name = "resume")
  void resume(String by);

  @UpdateValidatorMethod(updateName = "resume")
  void validateResume(String by);

  /**
   * @param server the one server whose plan moved under its lease; null for the whole operation
   * @param planHash the hash of exactly what is decided upon
   * @param by who decides
   * @param reason why, for a rejection
   * @param following whether what follows from it is approved too, see {@link Reviewed}; null for
   *     no
   * @param rules the approval rules that are met with it; null where there are none
   */
  record Decision(
      @Nullable String server,
      String planHash,
      String by,
      @Nullable String reason,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean following,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> rules) {
    /** One on exactly what was looked at. */
    public Decision(@Nullable String server, String planHash, String by, @Nullable String reason) {
      this(server, planHash, by, reason, null, null);
    }
  }
}
