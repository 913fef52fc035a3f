package dev.holdfast.api.notify;

import dev.holdfast.api.events.EventDocument;
import dev.holdfast.api.outbound.Destinations;
import dev.holdfast.api.outbound.HttpAddress;
import dev.holdfast.api.outbound.TrustedAuthorities;
import dev.holdfast.platform.notify.Deliveries.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Opens connections to sinks. Thread-safe. */
@Component
final class SinkConnector implements DisposableBean {
  /** What a receiver may take for a message. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** A mail takes several answers; still less than a claim on a sink holds. */
  private static final Duration MAIL_LIMIT = Duration.ofSeconds(15);

  private final Destinations destinations;
  private final GuardedSockets sockets;
  private final ChatForms forms;
  private final EventText text;
  private final JsonMapper json;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sink-limits").factory());

  SinkConnector(Destinations destinations, ChatForms forms, EventText text, JsonMapper json) {
    this.destinations = destinations;
    this.sockets = new GuardedSockets(destinations, LIMIT);
    this.forms = forms;
    this.text = text;
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
        case SLACK -> new ChatConnection(http(type, settings), forms::slack);
        case TEAMS -> new ChatConnection(http(type, settings), forms::teams);
        case EMAIL ->
            new MailConnection(MailSettings.of(settings), sockets, text, MAIL_LIMIT, clock);
        case SYSLOG -> syslog(SyslogSettings.of(settings));
        case KAFKA -> new KafkaConnection(KafkaSettings.of(settings), sockets, json, LIMIT, clock);
      };
    } catch (IllegalArgumentException e) {
      throw new SendFailure(Failure.OF_SINK, "its settings are wrong: " + e.getMessage());
    }
  }

  private SinkConnection syslog(SyslogSettings settings) {
    String host = settings.host();
    int port = settings.port();
    SyslogConnection.Receiver receiver;
    if (settings.tls()) {
      SSLContext tls = TrustedAuthorities.tls(settings.authorities());
      receiver = () -> sockets.connect(host, port, tls);
    } else {
      receiver = () -> sockets.connect(host, port);
    }
    Function<EventDocument, String> body =
        settings.cef() ? new CefText(text, json)::of : json::writeValueAsString;
    return new SyslogConnection(receiver, new SyslogLines(settings.facility(), body), LIMIT, clock);
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
