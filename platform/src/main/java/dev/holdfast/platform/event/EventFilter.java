package dev.holdfast.platform.event;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody asks for, of one organisation.
 *
 * @param kinds names of kinds, in which {@code *} stands for anything; empty for all
 * @param operation null for all
 * @param server null for all
 */
public record EventFilter(
    String organisation, List<String> kinds, @Nullable String operation, @Nullable String server) {
  private static final int MOST = 32;
  private static final int LONGEST = 64;

  /** Few stars, each for itself: a pattern must not take longer than the events it is for. */
  private static final Pattern GLOB =
      Pattern.compile("[a-z.-]*+(?:[*][a-z.-]++){0,2}+(?:[*][a-z.-]*+)?+");

  /**
   * Checks the kinds.
   *
   * @throws IllegalArgumentException if one can be no kind
   */
  public EventFilter {
    kinds = List.copyOf(kinds);
    if (kinds.size() > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " can be named");
    }
    kinds.forEach(EventFilter::check);
  }

  /** Whether it lets an event through. */
  public boolean matches(StoredEvent event) {
    return event.organisation().equals(organisation)
        && (operation == null || operation.equals(event.operation()))
        && (server == null || server.equals(event.server()))
        && matches(kinds, event.kind());
  }

  /** Whether one of these globs is of the kind; none at all are of every kind. */
  public static boolean matches(List<String> globs, String kind) {
    return globs.isEmpty()
        || globs.stream()
            .anyMatch(glob -> kind.matches(glob.replace(".", "[.]").replace("*", ".*")));
  }

  /** For SQL's {@code like}. */
  List<String> patterns() {
    return kinds.stream().map(kind -> kind.replace('*', '%')).toList();
  }

  private static void check(String kind) {
    if (kind.isEmpty() || kind.length() > LONGEST || !GLOB.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "'" + kind + "' is not a kind of event, such as operation.failed or operation.*");
    }
  }
}
