package dev.holdfast.api.notify;

import dev.holdfast.platform.notify.Deliveries.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Opens connections to sinks. Thread-safe. */
@Component
final class SinkConnector implements DisposableBean {
  /** What a receiver may take for a message. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final Destinations destinations;
  private final JsonMapper json;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sink-limits").factory());

  SinkConnector(Destinations destinations, JsonMapper json) {
    this.destinations = destinations;
    this.json = json;
  }

  /**
   * Connects to a sink, now or with its first message.
   *
   * @param settings without references
   * @throws SendFailure if that cannot be done with these settings
   */
  SinkConnection open(SinkType type, Map<String, String> settings) throws SendFailure {
    try {
      return switch (type) {
        case WEBHOOK -> {
          byte[] key = WebhookSignature.key(settings.getOrDefault("key", ""));
          yield new WebhookConnection(http(type, settings), key, settings.get("token"), json);
        }
      };
    } catch (IllegalArgumentException e) {
      throw new SendFailure(Failure.OF_SINK, "its settings are wrong: " + e.getMessage());
    }
  }

  private HttpSender http(SinkType type, Map<String, String> settings) {
    return new HttpSender(
        HttpAddress.of(settings.getOrDefault("url", "")),
        settings.get("ca"),
        type.lanes(),
        destinations,
        LIMIT,
        clock);
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }
}
