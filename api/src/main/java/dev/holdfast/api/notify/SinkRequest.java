package dev.holdfast.api.notify;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.notify.SinkRule;
import dev.holdfast.schemas.event.EventLevel;
import dev.holdfast.schemas.server.ServerNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sink is to become; what is null stays as it is, or has its default.
 *
 * @param name only of a new one
 * @param type only of a new one
 * @param settings values or references to secrets, by field; an empty one removes the field
 * @param kinds names of kinds of events, in which {@code *} stands for anything
 * @param level the least that events have
 * @param operations types of operations that events are about
 * @param servers names of the servers that events are about
 * @param enabled whether events are sent
 */
record SinkRequest(
    @Nullable String name,
    @Nullable String type,
    @Nullable Map<String, @Nullable String> settings,
    @Nullable List<String> kinds,
    @Nullable EventLevel level,
    @Nullable List<String> operations,
    @Nullable List<String> servers,
    @Nullable Boolean enabled) {

  /** Says nothing of the settings. */
  @Override
  public String toString() {
    return "SinkRequest[" + name + "]";
  }

  /** The rule that becomes of one. */
  SinkRule rule(SinkRule before, String organisation) {
    try {
      return new SinkRule(
          kinds == null ? before.kinds() : kinds,
          level == null ? before.level() : level,
          operations == null ? before.operations() : operations,
          servers == null
              ? before.servers()
              : servers.stream().map(server -> ServerNames.full(organisation, server)).toList());
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }

  /** Whether a field of the settings is given. */
  boolean gives(String field) {
    return settings != null && settings.containsKey(field);
  }

  /** The settings that become of some. */
  Map<String, String> settings(Map<String, String> before) {
    Map<String, String> after = new HashMap<>(before);
    if (settings != null) {
      settings.forEach((field, value) -> {
        if (value == null || value.isEmpty()) {
          after.remove(field);
        } else {
          after.put(field, value);
        }
      });
    }
    return after;
  }
}
