package dev.holdfast.api.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.holdfast.platform.event.StoredEvent;
import dev.holdfast.schemas.server.ServerNames;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as clients see it.
 *
 * @param id greater than that of every event before it; what is delivered twice has it twice
 * @param data as the JSON Schema of its kind says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventDocument(
    long id,
    String kind,
    String level,
    Instant at,
    String subject,
    @Nullable String operation,
    @Nullable String server,
    @JsonRawValue @Schema(type = "object") String data) {

  public static EventDocument of(StoredEvent event) {
    return new EventDocument(
        event.id(),
        event.kind(),
        event.level(),
        event.at(),
        ServerNames.within(event.subject()),
        event.operation(),
        event.server() == null ? null : ServerNames.within(event.server()),
        event.data());
  }
}
