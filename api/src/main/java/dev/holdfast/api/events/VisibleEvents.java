package dev.holdfast.api.events;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.platform.event.StoredEvent;
import dev.holdfast.schemas.event.EventKind;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Shows of events those about what the caller may read. */
@Component
final class VisibleEvents {
  private static final EventKind.Audience UNKNOWN = EventKind.Audience.PLATFORM;

  private final CallerAccess access;

  VisibleEvents(CallerAccess access) {
    this.access = access;
  }

  List<StoredEvent> of(Caller caller, List<StoredEvent> events) {
    if (events.isEmpty()) {
      return events;
    }
    List<String> operations =
        events.stream()
            .filter(event -> audience(event) == EventKind.Audience.OPERATION)
            .map(StoredEvent::operation)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    Predicate<String> operation = access.toOperations(caller, "operations:read", operations);
    Predicate<String> server = servers(caller);
    boolean platform = access.everywhere(caller, "audit:read");
    boolean incidents = access.everywhere(caller, "incidents:read");
    return events.stream()
        .filter(event ->
            switch (audience(event)) {
              case OPERATION -> event.operation() != null && operation.test(event.operation());
              case SERVER -> event.server() != null && server.test(event.server());
              case INCIDENT -> incidents;
              case PLATFORM -> platform;
            })
        .toList();
  }

  private Predicate<String> servers(Caller caller) {
    List<String> names = access.names(caller, "servers:read");
    if (names == null) {
      return name -> true;
    }
    Set<String> known = new HashSet<>(names);
    return known::contains;
  }

  /** A kind of a later version is for those who see everything. */
  private static EventKind.Audience audience(StoredEvent event) {
    return EventKind.find(event.kind()).map(EventKind::audience).orElse(UNKNOWN);
  }
}
