package dev.holdfast.platform.identity;

import dev.holdfast.schemas.server.Selector;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who wants something, with what is granted to them at this moment.
 *
 * @param organisation the one that the user belongs to
 */
public record Subject(String user, String organisation, List<Held> held) {
  /** The scope of what concerns all servers, also those to come. */
  public static final Selector EVERYTHING = new Selector("all");

  public Subject {
    held = List.copyOf(held);
  }

  /**
   * A permission with the servers that it is good for.
   *
   * @param role where it comes from
   * @param until when its grant ends by itself; null: it does not
   */
  public record Held(Permission permission, Selector scope, String role, @Nullable Instant until) {
    /** Whether it is good for whatever there is. */
    public boolean everywhere() {
      return scope.selectsAll();
    }
  }

  /** The roles that what is held comes from. */
  public Set<String> roles() {
    return held.stream().map(Held::role).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the subject may do this everywhere. */
  public boolean covers(Permission wanted) {
    return held.stream().anyMatch(it -> it.everywhere() && it.permission().covers(wanted));
  }

  /**
   * Whether the subject may do this everywhere, and for as long as that by what is granted now.
   *
   * @param end null: for good
   */
  public boolean coversUntil(Permission wanted, @Nullable Instant end) {
    return held.stream()
        .anyMatch(
            it -> it.everywhere() && it.permission().covers(wanted) && lasts(it.until(), end));
  }

  private static boolean lasts(@Nullable Instant until, @Nullable Instant end) {
    return until == null || (end != null && !end.isAfter(until));
  }
}
