package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would change on a server; the changes themselves, with their diffs, are in PostgreSQL under
 * the hash.
 *
 * @param hash {@code sha256:…} over the changes in order; the same for the same changes
 * @param changes how many things would change
 * @param unchanged how many are already as desired
 * @param groups the changes by how they are applied, in order
 * @param refusals why this must not be applied, for people; empty where it may be
 * @param warnings who loses access to the server, what is loosened and what stays as it is, for
 *     people; null in what was recorded before there were any
 */
public record PlanSummary(
    String server,
    String hash,
    int changes,
    int unchanged,
    List<Group> groups,
    List<String> refusals,
    @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<String> warnings) {

  public PlanSummary {
    groups = List.copyOf(groups);
    refusals = List.copyOf(refusals);
    warnings = warnings == null ? null : List.copyOf(warnings);
  }

  /**
   * Changes that are applied together.
   *
   * @param key unique in the plan, such as {@code accounts} or {@code sshd}
   * @param title what a person reads, such as {@code Harden sshd}
   * @param confirmWithinSeconds for a commit-confirmed group, after how many seconds the server
   *     reverts it unless confirmed; 0 for a group that is not
   * @param after the keys of the groups that it needs; null where it needs all before it
   */
  public record Group(
      String key,
      String title,
      int changes,
      int confirmWithinSeconds,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<String> after) {
    public Group {
      after = after == null ? null : List.copyOf(after);
    }

    /** One that needs all before it. */
    public Group(String key, String title, int changes, int confirmWithinSeconds) {
      this(key, title, changes, confirmWithinSeconds, null);
    }

    public boolean commitConfirmed() {
      return confirmWithinSeconds > 0;
    }
  }
}
