package dev.holdfast.api.incidents;

import dev.holdfast.platform.incident.TimelineEntry;
import dev.holdfast.schemas.incident.EntryKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a timeline as clients see it.
 *
 * @param number orders the entries of one incident
 * @param reference of a task, an operation, evidence, an owner or a severity; null for none
 * @param text what somebody wrote, of a signal its data, cut to 1,000 characters where a list is
 *     read
 * @param cut whether there is more of it
 */
record EntryDocument(
    long number,
    String id,
    EntryKind kind,
    String by,
    Instant at,
    @Nullable String reference,
    @Nullable String text,
    boolean cut) {
  private static final int LISTED = 1_000;

  static EntryDocument whole(TimelineEntry entry) {
    return of(entry, entry.text(), false);
  }

  static EntryDocument listed(TimelineEntry entry) {
    String text = entry.text();
    // What people wrote is shorter than 4 KiB, and read as it is.
    if (entry.kind() != EntryKind.SIGNALLED || text == null || text.length() <= LISTED) {
      return of(entry, text, false);
    }
    int end = Character.isHighSurrogate(text.charAt(LISTED - 1)) ? LISTED - 1 : LISTED;
    return of(entry, text.substring(0, end), true);
  }

  private static EntryDocument of(TimelineEntry entry, @Nullable String text, boolean cut) {
    return new EntryDocument(
        entry.number(),
        entry.id(),
        entry.kind(),
        entry.by(),
        entry.at(),
        entry.reference(),
        text,
        cut);
  }
}
