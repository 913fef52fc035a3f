package dev.holdfast.platform.incident;

import dev.holdfast.platform.atrest.SealedColumn;

/**
 * What is encrypted of incidents, with the data keys of their operations; never stored in clear.
 */
final class IncidentContent {
  static final SealedColumn TITLE =
      SealedColumn.ofOperation("incidents", "title", SealedColumn.Type.TEXT);
  static final SealedColumn RESOLUTION =
      SealedColumn.ofOperation("incidents", "resolution", SealedColumn.Type.TEXT);
  static final SealedColumn TEXT =
      SealedColumn.ofOperation("incident_entries", "text", SealedColumn.Type.TEXT, "id");
  static final SealedColumn DATA =
      SealedColumn.ofOperation("incident_signals", "data", SealedColumn.Type.TEXT, "id");

  private IncidentContent() {}
}
