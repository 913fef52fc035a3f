package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would change on a server, in order.
 *
 * @param hash {@code sha256:…} over server, groups and changes; the same for the same changes
 * @param unchanged how many resources are already as desired
 * @param refusals why this must not be applied, for people
 * @param access what becomes of the ways into the server; null where sshd stays as it is
 */
public record Plan(
    String server,
    String hash,
    List<Group> groups,
    int unchanged,
    List<String> refusals,
    @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) Access access) {

  public Plan {
    groups = List.copyOf(groups);
    refusals = List.copyOf(refusals);
  }

  /** A plan with the hash of these changes. */
  public static Plan of(String server, List<Group> groups, int unchanged, List<String> refusals) {
    return of(server, groups, unchanged, refusals, null);
  }

  /** A plan with the hash of these changes and of what they take away from whom. */
  public static Plan of(
      String server,
      List<Group> groups,
      int unchanged,
      List<String> refusals,
      @Nullable Access access) {
    List<String> losses =
        access == null ? List.of() : access.losing().stream().map(Access.Account::line).toList();
    String hash = PlanHash.of(server, groups, losses);
    return new Plan(server, hash, groups, unchanged, refusals, access);
  }

  /**
   * The group with this key.
   *
   * @throws IllegalArgumentException if the plan has none
   */
  public Group group(String key) {
    return groups.stream()
        .filter(group -> group.key().equals(key))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("group: the plan " + hash + " has no '" + key + "'"));
  }

  /** The plan without its diffs. */
  public PlanSummary summary() {
    return new PlanSummary(
        server,
        hash,
        groups.stream().mapToInt(group -> group.changes().size()).sum(),
        unchanged,
        groups.stream()
            .map(group ->
                new PlanSummary.Group(
                    group.key(),
                    group.title(),
                    group.changes().size(),
                    group.confirmWithinSeconds()))
            .toList(),
        refusals,
        access == null ? null : access.warnings());
  }

  /**
   * Changes that are applied together, in order.
   *
   * @param confirmWithinSeconds after how many seconds the server reverts them unless confirmed; 0
   *     for a group that is not commit-confirmed
   */
  public record Group(String key, String title, int confirmWithinSeconds, List<Change> changes) {
    public Group {
      changes = List.copyOf(changes);
    }
  }
}
