package dev.holdfast.platform.notify;

import dev.holdfast.platform.event.EventFilter;
import dev.holdfast.platform.event.StoredEvent;
import dev.holdfast.schemas.event.EventLevel;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which events of its organisation a sink gets.
 *
 * @param kinds names of kinds, in which {@code *} stands for anything; empty for all
 * @param level the least that they have
 * @param operations types of operations that they are about; empty for all events, also those about
 *     no operation
 * @param servers names of the servers that they are about; empty for all events, also those about
 *     no server
 */
public record SinkRule(
    List<String> kinds, EventLevel level, List<String> operations, List<String> servers) {
  private static final int MOST = 64;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,252}");

  /**
   * Checks what is asked for.
   *
   * @throws IllegalArgumentException beginning with the field that is wrong and a colon
   */
  public SinkRule {
    kinds = List.copyOf(kinds);
    operations = List.copyOf(operations);
    servers = List.copyOf(servers);
    try {
      var _ = new EventFilter("", kinds, null, null);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("kinds: " + e.getMessage(), e);
    }
    checkNames("operations", operations);
    checkNames("servers", servers);
  }

  /** Every event. */
  public static SinkRule all() {
    return new SinkRule(List.of(), EventLevel.INFO, List.of(), List.of());
  }

  private static void checkNames(String field, List<String> names) {
    if (names.size() > MOST) {
      throw new IllegalArgumentException(field + ": at most " + MOST + " can be named");
    }
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(field + ": '" + name + "' cannot be a name");
      }
    }
  }

  /**
   * Whether it lets an event through.
   *
   * @param operationType of the event's operation; null if it has none
   */
  boolean matches(StoredEvent event, @Nullable String operationType) {
    return EventLevel.of(event.level()).compareTo(level) >= 0
        && EventFilter.matches(kinds, event.kind())
        && (operations.isEmpty() || (operationType != null && operations.contains(operationType)))
        && (servers.isEmpty() || (event.server() != null && servers.contains(event.server())));
  }
}
