package dev.holdfast.api.profiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A version of a profile as clients see it.
 *
 * @param removed whether the profile was removed with it
 * @param input left out where it was removed
 * @param variables likewise
 */
record VersionDocument(
    int version,
    int priority,
    boolean removed,
    String setBy,
    Instant setAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode input,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<VariableDocument> variables) {}
