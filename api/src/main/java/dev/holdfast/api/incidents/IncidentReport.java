package dev.holdfast.api.incidents;

import dev.holdfast.api.incidents.IncidentDocument.Child;
import dev.holdfast.api.incidents.IncidentDocument.Evidence;
import dev.holdfast.api.incidents.IncidentDocument.Task;
import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.platform.incident.StoredIncident;
import dev.holdfast.platform.incident.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An incident as a text that one keeps or sends, in Markdown. */
@Component
final class IncidentReport {
  /** More than these nobody reads; the timeline itself has them all. */
  private static final int MOST_ENTRIES = 1_000;

  private static final int LONGEST_TEXT = 2_000;

  private final Incidents incidents;

  IncidentReport(Incidents incidents) {
    this.incidents = incidents;
  }

  String of(StoredIncident incident, IncidentDocument document) {
    var text = new StringBuilder();
    text.append("# ")
        .append(plain(Objects.requireNonNullElse(incident.title(), incident.kind())))
        .append("\n\n");
    row(text, "Incident", incident.id());
    row(text, "Kind", incident.kind());
    row(text, "Subject", incident.subject());
    row(text, "Severity", incident.severity().word());
    row(text, "Owner", Objects.requireNonNullElse(incident.owner(), "nobody"));
    row(text, "Opened", time(incident.openedAt()) + " by " + incident.openedBy());
    Instant closed = incident.closedAt();
    if (closed == null) {
      row(text, "State", "open");
    } else {
      row(text, "Closed", time(closed) + " by " + incident.closedBy());
      row(text, "Lasted", length(Duration.between(incident.openedAt(), closed)));
    }
    row(text, "Signals", Integer.toString(incident.signals()));
    if (incident.resolution() != null) {
      text.append("\n## Resolution\n\n");
      quoted(text, incident.resolution());
    }
    tasks(text, Objects.requireNonNullElse(document.tasks(), List.of()));
    evidence(text, Objects.requireNonNullElse(document.evidence(), List.of()));
    operations(text, Objects.requireNonNullElse(document.operations(), List.of()));
    timeline(text, incident);
    return text.toString();
  }

  private static void tasks(StringBuilder text, List<Task> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    text.append("\n## Tasks\n\n");
    for (Task task : tasks) {
      text.append(task.doneAt() == null ? "- [ ] " : "- [x] ").append(plain(task.text()));
      if (task.doneAt() != null) {
        text.append(" (").append(plain(task.doneBy())).append(", ").append(time(task.doneAt()));
        text.append(')');
      }
      text.append('\n');
    }
  }

  private static void evidence(StringBuilder text, List<Evidence> evidence) {
    if (evidence.isEmpty()) {
      return;
    }
    text.append("\n## Evidence\n\n");
    for (Evidence one : evidence) {
      text.append("- ").append(plain(one.reference()));
      if (one.text() != null) {
        text.append(": ").append(plain(one.text()));
      }
      text.append(" (").append(plain(one.by())).append(", ").append(time(one.at())).append(")\n");
    }
  }

  private static void operations(StringBuilder text, List<Child> operations) {
    if (operations.isEmpty()) {
      return;
    }
    text.append("\n## Operations\n\n");
    for (Child child : operations) {
      text.append("- ").append(child.id());
      if (child.type() != null) {
        text.append(": ").append(child.type()).append(", ").append(child.state());
      }
      text.append(child.started() ? " (started by " : " (linked by ")
          .append(plain(child.by()))
          .append(", ")
          .append(time(child.at()))
          .append(")\n");
    }
  }

  private void timeline(StringBuilder text, StoredIncident incident) {
    text.append("\n## Timeline\n");
    List<TimelineEntry> entries = incidents.timeline(incident, 0, MOST_ENTRIES + 1);
    for (TimelineEntry entry : entries.subList(0, Math.min(entries.size(), MOST_ENTRIES))) {
      text.append("\n- ")
          .append(time(entry.at()))
          .append(" **")
          .append(entry.kind().word())
          .append("** by ")
          .append(plain(entry.by()));
      if (entry.reference() != null) {
        text.append(": ").append(plain(entry.reference()));
      }
      text.append('\n');
      if (entry.text() != null) {
        text.append('\n');
        quoted(text, entry.text());
      }
    }
    if (entries.size() > MOST_ENTRIES) {
      text.append("\nThe first %d entries; the timeline has more.\n".formatted(MOST_ENTRIES));
    }
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("- **").append(name).append(":** ").append(plain(value)).append('\n');
  }

  /** What somebody wrote stays text: nothing in it is markup. */
  private static void quoted(StringBuilder text, String written) {
    String shown =
        written.length() <= LONGEST_TEXT ? written : written.substring(0, LONGEST_TEXT) + " …";
    shown.lines().forEach(line -> text.append("      ").append(visible(line)).append('\n'));
  }

  private static String plain(@Nullable String text) {
    return visible(String.valueOf(text).replace('\n', ' '))
        .replaceAll("([\\\\`*_\\[\\]<>#|~&!])", "\\\\$1");
  }

  private static String visible(String line) {
    return line.replaceAll("[\\p{Cntrl}&&[^\\t]]", "?");
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String length(Duration duration) {
    return duration.toDays() > 0
        ? "%d d %d h".formatted(duration.toDays(), duration.toHoursPart())
        : "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
  }
}
