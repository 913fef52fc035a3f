package dev.holdfast.api.runbooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.runbook.StoredRunbook;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A runbook as clients see it.
 *
 * @param inputs the JSON Schema of each input; left out in lists
 * @param text as it was written; left out in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunbookDocument(
    String name,
    int version,
    String title,
    @Nullable String description,
    String addedBy,
    Instant addedAt,
    @Nullable Map<String, Map<String, Object>> inputs,
    @Nullable String text) {

  static RunbookDocument listed(StoredRunbook runbook) {
    return new RunbookDocument(
        runbook.name(),
        runbook.version(),
        runbook.title(),
        null,
        runbook.addedBy(),
        runbook.addedAt(),
        null,
        null);
  }
}
