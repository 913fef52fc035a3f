package dev.holdfast.api.gates;

import dev.holdfast.api.outbound.Destinations;
import dev.holdfast.api.outbound.NetworkTrouble;
import dev.holdfast.api.outbound.OutboundClients;
import dev.holdfast.api.outbound.Purpose;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Asks for an address whether it answers, where the platform may connect to. It follows no
 * redirect, keeps nothing, reads nothing of the answer but what it is told to, and ends within a
 * time limit. Thread-safe.
 */
@Component
final class AddressProbe implements DisposableBean {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Destinations destinations;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gate-clock").factory());

  AddressProbe(Destinations destinations) {
    this.destinations = destinations;
  }

  /** Looks at an answer with a status of 200 to 299. */
  @FunctionalInterface
  interface Look {
    /** Why it is not the wanted one, for people; null where it is. */
    @Nullable String why(ClassicHttpResponse answer) throws IOException;
  }

  /** Why its answer is none with a status of 200 to 299, for people; null where it is. */
  @Nullable String why(URI address) {
    return why(address, _ -> null);
  }

  /** Likewise, or why the answer is not the wanted one. */
  @Nullable String why(URI address, Look look) {
    var request = new HttpGet(address);
    ScheduledFuture<?> end =
        clock.schedule(request::cancel, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    try (CloseableHttpClient client = client()) {
      ClassicHttpResponse response = client.executeOpen(null, request, null);
      int status = response.getCode();
      String why =
          status >= 200 && status <= 299
              ? look.why(response)
              : "it answers with status " + status + meaning(status);
      // Else closing it would read the rest.
      request.cancel();
      return why;
    } catch (IOException e) {
      return request.isCancelled()
          ? NetworkTrouble.tookTooLong(LIMIT)
          : NetworkTrouble.words(e, LIMIT);
    } finally {
      end.cancel(false);
    }
  }

  private static String meaning(int status) {
    return status >= 300 && status <= 399 ? ", a redirect; those are not followed" : "";
  }

  private CloseableHttpClient client() {
    return OutboundClients.strict(
        OutboundClients.connections(destinations, Purpose.GATES, CONNECT, LIMIT).build(), LIMIT);
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }
}
