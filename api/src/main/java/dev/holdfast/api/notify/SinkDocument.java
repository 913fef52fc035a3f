package dev.holdfast.api.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.notify.Sink;
import dev.holdfast.schemas.event.EventLevel;
import dev.holdfast.schemas.server.ServerNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sink as clients see it: without its secrets.
 *
 * @param settings with … for what is shown to nobody
 * @param waiting events that are to be sent
 * @param dead events that could not be delivered
 * @param failures attempts to reach it that failed since the last that succeeded
 * @param retryAt when it is tried again; left out where nothing failed
 * @param error of the last attempt that failed; left out where none has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SinkDocument(
    String name,
    String type,
    Map<String, String> settings,
    List<String> kinds,
    EventLevel level,
    List<String> operations,
    List<String> servers,
    boolean enabled,
    long waiting,
    long dead,
    int failures,
    @Nullable Instant retryAt,
    @Nullable String error,
    @Nullable Instant errorAt,
    String createdBy,
    Instant createdAt,
    String changedBy,
    Instant changedAt) {

  static SinkDocument of(Sink sink, Map<String, String> settings) {
    return new SinkDocument(
        sink.name(),
        sink.type(),
        SinkSettings.shown(sink.type(), settings),
        sink.rule().kinds(),
        sink.rule().level(),
        sink.rule().operations(),
        sink.rule().servers().stream().map(ServerNames::within).toList(),
        sink.enabled(),
        sink.waiting(),
        sink.dead(),
        sink.failures(),
        sink.failures() == 0 ? null : sink.retryAt(),
        sink.error(),
        sink.errorAt(),
        sink.created().by(),
        sink.created().at(),
        sink.changed().by(),
        sink.changed().at());
  }
}
