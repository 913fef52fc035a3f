package dev.holdfast.api.profiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.profile.Profile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A profile as clients see it.
 *
 * @param name for people
 * @param input left out in lists
 * @param variables likewise
 */
record ProfileDocument(
    long id,
    String operation,
    String target,
    String name,
    int version,
    int priority,
    String setBy,
    Instant setAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode input,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<VariableDocument> variables) {

  /** Without what may be secret. */
  static ProfileDocument summary(Profile profile) {
    return of(profile, null);
  }

  static ProfileDocument of(Profile profile, @Nullable JsonNode input) {
    return new ProfileDocument(
        profile.id(),
        profile.operation(),
        profile.target().text(),
        profile.name(),
        profile.version(),
        profile.priority(),
        profile.setBy(),
        profile.setAt(),
        input,
        input == null
            ? null
            : profile.body().variables().stream().map(VariableDocument::of).toList());
  }
}
