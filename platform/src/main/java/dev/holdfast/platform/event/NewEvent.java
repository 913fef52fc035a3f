package dev.holdfast.platform.event;

import dev.holdfast.schemas.event.EventKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens with a change.
 *
 * @param organisation whose it is
 * @param subject what it is about; events of one subject are delivered in their order
 * @param operation that it belongs to; null for none
 * @param server that it belongs to; null for none
 * @param data as the kind's JSON Schema says; never a secret nor the output of a command
 */
public record NewEvent(
    EventKind kind,
    String organisation,
    String subject,
    @Nullable String operation,
    @Nullable String server,
    Map<String, ?> data) {
  public NewEvent {
    data = Map.copyOf(data);
  }

  public static NewEvent ofOperation(
      EventKind kind, String organisation, String operation, Map<String, ?> data) {
    return new NewEvent(kind, organisation, "operation/" + operation, operation, null, data);
  }

  public static NewEvent ofServer(
      EventKind kind, String organisation, String server, Map<String, ?> data) {
    return new NewEvent(kind, organisation, "server/" + server, null, server, data);
  }

  /** An event of the operation about one of its servers. */
  public NewEvent on(@Nullable String name) {
    return new NewEvent(kind, organisation, subject, operation, name, data);
  }
}
