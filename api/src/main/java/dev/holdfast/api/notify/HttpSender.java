package dev.holdfast.api.notify;

import dev.holdfast.api.outbound.Destinations;
import dev.holdfast.api.outbound.NetworkTrouble;
import dev.holdfast.api.outbound.OutboundClients;
import dev.holdfast.api.outbound.Purpose;
import dev.holdfast.api.outbound.TrustedAuthorities;
import dev.holdfast.platform.notify.Deliveries.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to one address. It follows no redirect, keeps no cookie, uses no proxy, tries nothing
 * twice, reads at most a little of the answer, and ends within a time limit whatever the receiver
 * does. Thread-safe.
 */
final class HttpSender implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int READ = 16 << 10;
  private static final int HEADERS = 100;
  private static final int HEADER = 8 << 10;

  /** What a receiver says that does not want to see the event again. */
  private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

  private final URI address;
  private final Duration limit;
  private final ScheduledExecutorService clock;
  private final CloseableHttpClient client;

  HttpSender(
      URI address,
      @Nullable String authorities,
      int connections,
      Destinations destinations,
      Duration limit,
      ScheduledExecutorService clock) {
    this.address = address;
    this.limit = limit;
    this.clock = clock;
    var bounded = Http1Config.custom().setMaxHeaderCount(HEADERS).setMaxLineLength(HEADER).build();
    this.client =
        OutboundClients.strict(
            OutboundClients.connections(destinations, Purpose.SINKS, CONNECT, limit)
                .setTlsSocketStrategy(
                    ClientTlsStrategyBuilder.create()
                        .setSslContext(TrustedAuthorities.tls(authorities))
                        .buildClassic())
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder().http1Config(bounded).build())
                .setMaxConnPerRoute(connections)
                .setMaxConnTotal(connections)
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT))
                        .setSocketTimeout(Timeout.of(limit))
                        .setTimeToLive(TimeValue.ofMinutes(1))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                        .build())
                .build(),
            limit);
  }

  /**
   * Posts a message.
   *
   * @throws SendFailure unless the answer is of the 2xx statuses
   */
  void post(String json, Map<String, String> headers) throws SendFailure {
    var post = new HttpPost(address);
    post.setEntity(
        new ByteArrayEntity(json.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
    headers.forEach(post::setHeader);
    ScheduledFuture<?> end = clock.schedule(post::cancel, limit.toMillis(), TimeUnit.MILLISECONDS);
    int status;
    try {
      ClassicHttpResponse response = client.executeOpen(null, post, null);
      status = response.getCode();
      finish(response, post);
    } catch (IOException e) {
      throw new SendFailure(
          Failure.OF_SINK,
          post.isCancelled() ? NetworkTrouble.tookTooLong(limit) : NetworkTrouble.words(e, limit));
    } finally {
      end.cancel(false);
    }
    if (status < 200 || status > 299) {
      throw new SendFailure(failure(status), "it answers with status " + status + meaning(status));
    }
  }

  /** Reads what little the receiver says, so that the connection can be used again. */
  private static void finish(ClassicHttpResponse response, HttpPost post) {
    try (response) {
      HttpEntity entity = response.getEntity();
      InputStream content = entity == null ? null : entity.getContent();
      if (content != null && content.readNBytes(READ + 1).length > READ) {
        // Else closing it would read the rest.
        post.cancel();
      }
    } catch (IOException e) {
      // The status is known.
    }
  }

  private static Failure failure(int status) {
    if (REFUSALS.contains(status)) {
      return Failure.REFUSED;
    }
    return status == 500 ? Failure.OF_EVENT : Failure.OF_SINK;
  }

  private static String meaning(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> ", a redirect; those are not followed";
      case 401, 403 -> ": it does not let Holdfast in";
      case 404, 410 -> ": there is nothing at this address";
      case 429 -> ": it gets too many messages";
      default -> "";
    };
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
