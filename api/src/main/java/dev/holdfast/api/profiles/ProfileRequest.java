package dev.holdfast.api.profiles;

import dev.holdfast.api.operations.InputSetting;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is to be kept.
 *
 * @param operation the operation's name in the catalogue
 * @param target a server's name, or one {@code label=value}
 * @param input the whole input; what is kept already where it is left out
 * @param set single fields, on top of that
 * @param variables values that stand for {@code ${name}} in the input, on top of those that are
 *     kept; null takes one away
 * @param priority of a profile for a label; 0 for a new one, else as it is
 */
record ProfileRequest(
    @Nullable String operation,
    @Nullable String target,
    @Nullable JsonNode input,
    @Nullable List<InputSetting> set,
    @Nullable List<VariableDocument> variables,
    @Nullable Integer priority) {}
