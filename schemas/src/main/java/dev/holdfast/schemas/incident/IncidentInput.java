package dev.holdfast.schemas.incident;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an incident is opened with.
 *
 * @param kind what has happened, such as {@code disk-full}
 * @param subject what it has happened to, such as the name of a server
 * @param severity how bad it is when it is opened
 * @param title in a few words; null where kind and subject say enough
 */
public record IncidentInput(
    @JsonProperty(required = true) String kind,
    @JsonProperty(required = true) String subject,
    Severity severity,
    @Nullable String title) {
  public IncidentInput {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(subject, "subject");
    severity = Objects.requireNonNullElse(severity, Severity.MEDIUM);
  }
}
