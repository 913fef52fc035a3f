package dev.holdfast.platform.notify;

import dev.holdfast.platform.event.Events;
import dev.holdfast.platform.event.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues events for the sinks whose rules let them through, in the transaction in which they get
 * their ids. Thread-safe.
 */
public final class DeliveryQueue implements Events.Numbered {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryQueue.class);

  private record Listening(long id, String organisation, SinkRule rule) {}

  @Override
  public void numbered(Handle handle, List<StoredEvent> events) {
    List<Listening> sinks =
        sinks(handle, events.stream().map(StoredEvent::organisation).distinct().toList());
    if (sinks.isEmpty()) {
      return;
    }
    Map<String, String> types =
        sinks.stream().allMatch(sink -> sink.rule().operations().isEmpty())
            ? Map.of()
            : operationTypes(handle, events);
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into sink_deliveries (sink, event, subject) values (:sink, :event, :subject)
            on conflict (sink, event) do nothing
            """);
    for (StoredEvent event : events) {
      for (Listening sink : sinks) {
        if (sink.organisation().equals(event.organisation())
            && sink.rule().matches(event, typeOf(event, types))) {
          batch
              .bind("sink", sink.id())
              .bind("event", event.id())
              .bind("subject", event.subject())
              .add();
        }
      }
    }
    if (batch.size() > 0) {
      var _ = batch.execute();
    }
  }

  private static @Nullable String typeOf(StoredEvent event, Map<String, String> types) {
    return event.operation() == null ? null : types.get(event.operation());
  }

  /** Those that are enabled; none of them is removed before the end of the transaction. */
  private static List<Listening> sinks(Handle handle, List<String> organisations) {
    return handle
        .createQuery(
            """
            select id, organisation_id, rule from sinks
            where organisation_id = any(:organisations) and enabled
            order by id for key share
            """)
        .bindArray("organisations", String.class, organisations)
        .map((rs, context) ->
            listening(rs.getLong("id"), rs.getString("organisation_id"), rs.getString("rule")))
        .stream()
        .filter(Objects::nonNull)
        .toList();
  }

  /** Null where the rule cannot be read: one sink must not stop the events of all. */
  private static @Nullable Listening listening(long id, String organisation, String rule) {
    try {
      return new Listening(id, organisation, Sinks.rule(rule));
    } catch (IllegalArgumentException e) {
      LOG.error("Sink {} gets no events, because its rule cannot be read", id, e);
      return null;
    }
  }

  private static Map<String, String> operationTypes(Handle handle, List<StoredEvent> events) {
    List<String> operations =
        events.stream()
            .map(StoredEvent::operation)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.toList());
    Map<String, String> types = new HashMap<>();
    handle
        .createQuery("select id, type from operations where id = any(:operations)")
        .bindArray("operations", String.class, operations)
        .map((rs, context) -> types.put(rs.getString("id"), rs.getString("type")))
        .list();
    return types;
  }
}
