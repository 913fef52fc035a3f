package dev.holdfast.api.events;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.event.EventFilter;
import dev.holdfast.platform.event.Events;
import dev.holdfast.platform.event.StoredEvent;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.event.EventLevel;
import dev.holdfast.schemas.server.ServerNames;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads what has happened, and says what can. */
@RestController
@RequestMapping("/api/v1/events")
final class EventsController {
  static final int MOST = 1_000;

  /** The last event that there is, in place of its id. */
  static final String NOW = "now";

  private final Events events;
  private final VisibleEvents visible;

  EventsController(Events events, VisibleEvents visible) {
    this.events = events;
    this.visible = visible;
  }

  /**
   * Lists events in their order.
   *
   * @param after the id of the last event that is known already; {@value #NOW} for the last one
   *     there is
   * @param kind names of kinds, with commas between them; {@code *} stands for anything
   */
  @Requires(value = "events:read", on = Requires.On.ANY_SCOPE)
  @GetMapping
  EventPage list(
      @RequestParam(defaultValue = "0") String after,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String operation,
      @RequestParam(required = false) @Nullable String server,
      @RequestParam(defaultValue = "100") int limit,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    int most = Math.clamp(limit, 1, MOST);
    long from = after(events, after);
    List<StoredEvent> found = events.after(from, filter(caller, kind, operation, server), most + 1);
    boolean more = found.size() > most;
    List<StoredEvent> page = more ? found.subList(0, most) : found;
    return new EventPage(
        visible.of(caller, page).stream().map(EventDocument::of).toList(),
        page.isEmpty() ? from : page.getLast().id(),
        more);
  }

  /**
   * The id after which a caller asks for events.
   *
   * @throws ApiException if it is none, or one that is not given yet: whoever knows it has followed
   *     a platform that was restored from a backup since, and would miss what happens until then
   */
  static long after(Events events, String text) {
    long last = events.last();
    if (text.equals(NOW)) {
      return last;
    }
    try {
      long after = Long.parseLong(text);
      if (after > last) {
        throw ApiException.invalid(
            "after",
            "there is no event %d yet, the last one is %d; was the platform restored from a backup? Follow it again after 0 or now"
                .formatted(after, last));
      }
      return after;
    } catch (NumberFormatException e) {
      throw ApiException.invalid("after", "'" + text + "' is neither the id of an event nor now");
    }
  }

  /** What a caller asks for. */
  static EventFilter filter(
      Caller caller, @Nullable String kind, @Nullable String operation, @Nullable String server) {
    try {
      return new EventFilter(
          caller.organisation(),
          kind == null ? List.of() : Stream.of(kind.split(",", -1)).map(String::strip).toList(),
          operation,
          server == null ? null : ServerNames.full(caller.organisation(), server));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("kind", String.valueOf(e.getMessage()));
    }
  }

  /** A kind of event, with the JSON Schema of its data. */
  record Kind(String kind, EventLevel level, String description, Map<String, Object> schema) {}

  @Requires(value = "events:read", on = Requires.On.ANY_SCOPE)
  @GetMapping("/kinds")
  List<Kind> kinds() {
    return Stream.of(EventKind.values())
        .map(kind -> new Kind(kind.word(), kind.level(), kind.description(), kind.schema()))
        .toList();
  }
}
