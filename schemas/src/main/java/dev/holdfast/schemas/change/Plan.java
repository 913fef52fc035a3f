package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would change on a server, in order.
 *
 * @param hash {@code sha256:…} over server, groups and changes; the same for the same changes
 * @param unchanged how many resources are already as desired
 * @param refusals why this must not be applied, for people
 * @param access what becomes of the ways into the server; null where sshd stays as it is
 * @param loosened what becomes less strict than it is, for people; null where nothing does
 * @param notes what is left as it is although the input says otherwise, for people; null where
 *     nothing is
 */
public record Plan(
    String server,
    String hash,
    List<Group> groups,
    int unchanged,
    List<String> refusals,
    @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) RemainingAccess access,
    @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<String> loosened,
    @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<String> notes) {

  public Plan {
    groups = List.copyOf(groups);
    refusals = List.copyOf(refusals);
    loosened = loosened == null ? null : List.copyOf(loosened);
    notes = notes == null ? null : List.copyOf(notes);
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
      @Nullable RemainingAccess access) {
    return of(server, groups, unchanged, refusals, access, List.of());
  }

  /** A plan with the hash of these changes, of what they take away and of what they loosen. */
  public static Plan of(
      String server,
      List<Group> groups,
      int unchanged,
      List<String> refusals,
      @Nullable RemainingAccess access,
      List<String> loosened) {
    List<String> losses =
        access == null
            ? List.of()
            : access.losing().stream().map(RemainingAccess.Account::line).toList();
    String hash = CanonicalHash.of(server, groups, losses, loosened);
    return new Plan(
        server,
        hash,
        groups,
        unchanged,
        refusals,
        access,
        loosened.isEmpty() ? null : loosened,
        null);
  }

  /** The same with these notes, which are no part of what its hash names. */
  public Plan noting(List<String> noted) {
    return new Plan(
        server,
        hash,
        groups,
        unchanged,
        refusals,
        access,
        loosened,
        noted.isEmpty() ? null : noted);
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
                    group.confirmWithinSeconds(),
                    group.after()))
            .toList(),
        refusals,
        warnings());
  }

  private @Nullable List<String> warnings() {
    if (access == null && loosened == null && notes == null) {
      return null;
    }
    List<String> warnings = new ArrayList<>(notes == null ? List.of() : notes);
    if (loosened != null) {
      loosened.forEach(setting -> warnings.add("loosens " + setting));
    }
    if (access != null) {
      warnings.addAll(access.warnings());
    }
    return warnings;
  }

  /**
   * Changes that are applied together, in order.
   *
   * @param confirmWithinSeconds after how many seconds the server reverts them unless confirmed; 0
   *     for a group that is not commit-confirmed
   * @param after the keys of the groups that it needs; null where it needs all before it
   */
  public record Group(
      String key,
      String title,
      int confirmWithinSeconds,
      List<Change> changes,
      @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<String> after) {
    public Group {
      changes = List.copyOf(changes);
      after = after == null ? null : List.copyOf(after);
    }

    /** One that needs all before it. */
    public Group(String key, String title, int confirmWithinSeconds, List<Change> changes) {
      this(key, title, confirmWithinSeconds, changes, null);
    }
  }
}
