package dev.holdfast.api.events;

import java.util.List;

/**
 * Events in their order.
 *
 * @param last where to go on: the next events are those after this id
 * @param more whether there are more already
 */
record EventPage(List<EventDocument> items, long last, boolean more) {
  EventPage {
    items = List.copyOf(items);
  }
}
