package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was approved of a runbook before it started, as the operations of its steps know it.
 *
 * @param runbook the id of the operation that was approved
 * @param hash what was approved; null in the dry run that makes the plans for it
 * @param following whether it was approved with what follows from it: a plan that differs only in
 *     resources that the runbook has changed itself
 * @param rules the approval rules that it has met, by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reviewed(
    String runbook, @Nullable String hash, boolean following, List<String> rules) {
  public Reviewed {
    Objects.requireNonNull(runbook, "runbook");
    rules = List.copyOf(Objects.requireNonNullElse(rules, List.of()));
  }

  /** That of the dry run by which a runbook is planned. */
  public static Reviewed planning(String runbook) {
    return new Reviewed(runbook, null, false, List.of());
  }

  /** Whether there is an approval, and not only a plan for one. */
  public boolean approved() {
    return hash != null;
  }
}
