package dev.holdfast.api.notify;

import dev.holdfast.api.events.EventDocument;
import dev.holdfast.api.outbound.NetworkTrouble;
import dev.holdfast.api.outbound.TrustedAuthorities;
import dev.holdfast.platform.notify.Deliveries.Failure;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.requests.ProduceResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events to a topic, each when all replicas in sync have the one before: so those of one
 * subject, which is the key, are in their order. After any failure everything is asked and
 * connected anew.
 */
final class KafkaConnection implements SinkConnection {
  private final KafkaSettings settings;
  private final GuardedSockets sockets;
  private final JsonMapper json;
  private final Duration limit;
  private final ScheduledExecutorService clock;
  private final SSLContext tls;
  private final Map<BrokerAddress, KafkaBroker> brokers = new HashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private @Nullable KafkaTopic topic;

  /** The time for a message is over: what is connected from then on is closed at once. */
  private volatile boolean late;

  KafkaConnection(
      KafkaSettings settings,
      GuardedSockets sockets,
      JsonMapper json,
      Duration limit,
      ScheduledExecutorService clock) {
    this.settings = settings;
    this.sockets = sockets;
    this.json = json;
    this.limit = limit;
    this.clock = clock;
    this.tls = TrustedAuthorities.tls(settings.authorities());
  }

  @Override
  public void send(Message message) throws SendFailure {
    late = false;
    ScheduledFuture<?> end = clock.schedule(this::cut, limit.toMillis(), TimeUnit.MILLISECONDS);
    boolean sent = false;
    try {
      write(message);
      sent = true;
    } catch (IOException e) {
      throw new SendFailure(Failure.OF_SINK, words(e));
    } finally {
      end.cancel(false);
      if (!sent) {
        close();
      }
    }
  }

  private void write(Message message) throws IOException, SendFailure {
    EventDocument event = message.event();
    KafkaTopic now = topic == null ? ask() : topic;
    topic = now;
    int partition = now.partition(event.subject());
    BrokerAddress leader = now.leader(partition);
    var record =
        new KafkaRecord(settings.topic(), partition, message, json.writeValueAsBytes(event));
    ProduceResponse answer;
    try {
      answer = broker(leader).ask(record.request(limit), ProduceResponse.class);
    } catch (IOException e) {
      throw new SendFailure(
          Failure.OF_SINK,
          "%s, which leads partition %d: %s".formatted(leader, partition, words(e)));
    }
    KafkaErrors.check(record.error(answer));
  }

  /** The first broker that answers says where the partitions are. */
  private KafkaTopic ask() throws SendFailure {
    SendFailure unreachable = new SendFailure(Failure.OF_SINK, "it has no brokers");
    for (BrokerAddress address : settings.brokers()) {
      try {
        return KafkaTopic.ask(broker(address), settings.topic());
      } catch (IOException e) {
        unreachable = new SendFailure(Failure.OF_SINK, address + ": " + words(e));
      }
    }
    throw unreachable;
  }

  private KafkaBroker broker(BrokerAddress address) throws IOException, SendFailure {
    KafkaBroker connected = brokers.get(address);
    if (connected != null) {
      return connected;
    }
    KafkaBroker broker = connect(address);
    brokers.put(address, broker);
    String user = settings.user();
    if (user != null) {
      var login = new KafkaLogin(broker, user, settings.password());
      if (settings.plain()) {
        login.plain();
      } else {
        login.scram();
      }
    }
    return broker;
  }

  /** Wherever it is: what a broker names is guarded as what an administrator does. */
  private KafkaBroker connect(BrokerAddress address) throws IOException {
    checkTime();
    Socket socket = sockets.connect(address.host(), address.port());
    open.add(socket);
    checkTime();
    return new KafkaBroker(
        settings.tls()
            ? GuardedSockets.secure(socket, address.host(), address.port(), tls)
            : socket);
  }

  private void checkTime() throws SocketTimeoutException {
    if (late) {
      throw new SocketTimeoutException();
    }
  }

  private String words(IOException trouble) {
    if (late) {
      return NetworkTrouble.tookTooLong(limit);
    }
    return trouble instanceof KafkaBroker.NotKafka
        ? "it does not answer as Kafka does"
        : NetworkTrouble.words(trouble, limit);
  }

  private void cut() {
    late = true;
    open.forEach(GuardedSockets::close);
  }

  @Override
  public void close() {
    topic = null;
    brokers.clear();
    open.forEach(GuardedSockets::close);
    open.clear();
  }
}
