package dev.holdfast.api.notify;

import dev.holdfast.api.events.EventDocument;
import dev.holdfast.platform.event.StoredEvent;
import dev.holdfast.platform.temporal.JsonPayloads;
import java.time.Instant;
import java.util.UUID;

/**
 * What is sent of an event.
 *
 * @param id the same each time that the event is sent
 */
record Message(String id, EventDocument event) {
  static Message of(StoredEvent event) {
    return new Message("evt_" + event.id(), EventDocument.of(event));
  }

  /** A message by which somebody tries a sink; it tells of nothing. */
  static Message test(String sink, String by) {
    return new Message(
        "test_" + UUID.randomUUID(),
        EventDocument.of(
            new StoredEvent(
                0,
                "",
                "test",
                "info",
                Instant.now(),
                "sink/" + sink,
                null,
                null,
                "{\"by\":" + quoted(by) + "}")));
  }

  private static String quoted(String text) {
    return JsonPayloads.write(text);
  }
}
