package dev.holdfast.api.containers;

import dev.holdfast.platform.containers.MonitoredServer;
import dev.holdfast.schemas.server.ServerNames;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the containers of a server are watched.
 *
 * @param state starting, watching, unreachable, stopping or stopped
 * @param since when it is so
 * @param message why it is unreachable, or what is not watched; null for nothing to say
 * @param sampledAt when the last sample was taken; null for none yet
 */
record MonitorDocument(
    String server,
    String state,
    Instant since,
    @Nullable String message,
    @Nullable Instant sampledAt,
    String startedBy,
    Instant startedAt) {

  static MonitorDocument of(MonitoredServer monitored) {
    return new MonitorDocument(
        ServerNames.within(monitored.name()),
        monitored.state(),
        monitored.stateAt(),
        monitored.message(),
        monitored.seenAt(),
        monitored.startedBy(),
        monitored.startedAt());
  }
}
