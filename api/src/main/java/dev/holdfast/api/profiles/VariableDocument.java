package dev.holdfast.api.profiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.profile.ProfileVariable;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a profile as clients see it.
 *
 * @param label on servers with this {@code key=value}; left out for all others
 */
record VariableDocument(
    @Nullable String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String label,
    @Nullable String value) {

  static VariableDocument of(ProfileVariable variable) {
    return new VariableDocument(variable.name(), variable.label(), variable.value());
  }
}
