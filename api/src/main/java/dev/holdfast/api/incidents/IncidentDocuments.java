package dev.holdfast.api.incidents;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.incidents.IncidentDocument.Child;
import dev.holdfast.api.incidents.IncidentDocument.Evidence;
import dev.holdfast.api.incidents.IncidentDocument.Task;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.platform.incident.StoredIncident;
import dev.holdfast.platform.incident.TimelineEntry;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.incident.EntryKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Shows incidents, from what is recorded of them alone: no worker has to run. */
@Component
final class IncidentDocuments {
  private final Incidents incidents;
  private final Operations operations;
  private final CallerAccess access;

  IncidentDocuments(Incidents incidents, Operations operations, CallerAccess access) {
    this.incidents = incidents;
    this.operations = operations;
    this.access = access;
  }

  /**
   * An incident of the caller's organisation.
   *
   * @throws ApiException 404 if there is none of this id
   */
  StoredIncident stored(String id, Caller caller) {
    return incidents
        .find(caller.organisation(), id)
        .orElseThrow(
            () -> ApiException.notFound("unknown-incident", "There is no incident '" + id + "'."));
  }

  static IncidentDocument listed(StoredIncident incident) {
    return IncidentDocument.of(incident, null, null, null);
  }

  IncidentDocument of(StoredIncident incident, Caller caller) {
    return IncidentDocument.of(
        incident,
        tasks(incident),
        incidents.entries(incident, EntryKind.EVIDENCE_ADDED).stream()
            .map(entry ->
                new Evidence(
                    Objects.requireNonNullElse(entry.reference(), ""),
                    entry.text(),
                    entry.by(),
                    entry.at()))
            .toList(),
        operations(incident, caller));
  }

  private List<Task> tasks(StoredIncident incident) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    for (TimelineEntry entry :
        incidents.entries(incident, EntryKind.TASK_ADDED, EntryKind.TASK_DONE)) {
      String id = Objects.requireNonNullElse(entry.reference(), "");
      if (entry.kind() == EntryKind.TASK_ADDED) {
        String text = Objects.requireNonNullElse(entry.text(), "");
        tasks.putIfAbsent(id, new Task(id, text, entry.by(), entry.at(), null, null));
      } else {
        tasks.computeIfPresent(
            id,
            (_, task) ->
                new Task(id, task.text(), task.addedBy(), task.addedAt(), entry.by(), entry.at()));
      }
    }
    return List.copyOf(tasks.values());
  }

  private List<Child> operations(StoredIncident incident, Caller caller) {
    List<TimelineEntry> entries =
        incidents.entries(incident, EntryKind.OPERATION_STARTED, EntryKind.OPERATION_LINKED);
    Map<String, TimelineEntry> first = new LinkedHashMap<>();
    entries.forEach(entry -> first.putIfAbsent(String.valueOf(entry.reference()), entry));
    Predicate<String> readable = access.toOperations(caller, "operations:read", first.keySet());
    return first.entrySet().stream()
        .map(entry -> child(entry.getKey(), entry.getValue(), readable))
        .toList();
  }

  private Child child(String id, TimelineEntry entry, Predicate<String> readable) {
    Optional<StoredOperation> operation =
        readable.test(id) ? operations.find(id) : Optional.empty();
    return new Child(
        id,
        operation.map(StoredOperation::type).orElse(null),
        operation.map(found -> found.state().word()).orElse(null),
        entry.kind() == EntryKind.OPERATION_STARTED,
        entry.by(),
        entry.at());
  }
}
