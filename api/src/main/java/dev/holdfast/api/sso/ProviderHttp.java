package dev.holdfast.api.sso;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import dev.holdfast.api.outbound.Destinations;
import dev.holdfast.api.outbound.NetworkTrouble;
import dev.holdfast.api.outbound.OutboundClients;
import dev.holdfast.api.outbound.Purpose;
import dev.holdfast.api.outbound.TrustedAuthorities;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Asks identity providers, at addresses to which the platform may connect. It follows no redirect,
 * keeps nothing, reads a bounded answer, and ends within a time limit. Thread-safe.
 */
@Component
final class ProviderHttp implements DisposableBean {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MOST = 512 << 10;

  private final Destinations destinations;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("identity-provider-clock").factory());

  ProviderHttp(Destinations destinations) {
    this.destinations = destinations;
  }

  /**
   * Reads a document.
   *
   * @param authorities in PEM; null: those that Java trusts
   * @throws ProviderTrouble if there is none
   */
  String get(URI address, @Nullable String authorities) throws ProviderTrouble {
    var request = new HttpUriRequestBase("GET", address);
    request.setHeader("Accept", "application/json");
    HTTPResponse response = exchange(request, authorities);
    if (response.getStatusCode() != 200) {
      throw new ProviderTrouble(
          "%s answers with status %d".formatted(address, response.getStatusCode()));
    }
    return String.valueOf(response.getBody());
  }

  /**
   * Sends what the library has made.
   *
   * @throws ProviderTrouble if there is no answer
   */
  HTTPResponse send(HTTPRequest made, @Nullable String authorities) throws ProviderTrouble {
    var request = new HttpUriRequestBase(made.getMethod().name(), made.getURI());
    made.getHeaderMap()
        .forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
    request.setHeader("Accept", "application/json");
    String body = made.getBody();
    if (body != null) {
      request.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null));
    }
    return exchange(request, authorities);
  }

  private HTTPResponse exchange(HttpUriRequestBase request, @Nullable String authorities)
      throws ProviderTrouble {
    ScheduledFuture<?> end =
        clock.schedule(request::cancel, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    String address = request.getRequestUri();
    try (CloseableHttpClient client = client(authorities)) {
      address = request.getUri().toString();
      return client.execute(request, ProviderHttp::read);
    } catch (IOException e) {
      throw new ProviderTrouble(
          "%s: %s"
              .formatted(
                  address,
                  request.isCancelled()
                      ? NetworkTrouble.tookTooLong(LIMIT)
                      : NetworkTrouble.words(e, LIMIT)));
    } catch (java.net.URISyntaxException | IllegalArgumentException e) {
      throw new ProviderTrouble(
          address + " is not an address, or its authorities are not certificates");
    } finally {
      end.cancel(false);
    }
  }

  private static HTTPResponse read(ClassicHttpResponse response) throws IOException {
    var read = new HTTPResponse(response.getCode());
    Header type = response.getFirstHeader("Content-Type");
    if (type != null) {
      try {
        read.setContentType(type.getValue());
      } catch (ParseException e) {
        // Then it has none, which whoever reads the answer tells.
      }
    }
    HttpEntity entity = response.getEntity();
    InputStream content = entity == null ? null : entity.getContent();
    byte[] body = content == null ? new byte[0] : content.readNBytes(MOST + 1);
    if (body.length > MOST) {
      throw new IOException("an answer of more than " + MOST + " bytes");
    }
    read.setBody(new String(body, StandardCharsets.UTF_8));
    return read;
  }

  private CloseableHttpClient client(@Nullable String authorities) {
    return OutboundClients.strict(
        OutboundClients.connections(destinations, Purpose.IDENTITY_PROVIDERS, CONNECT, LIMIT)
            .setTlsSocketStrategy(
                ClientTlsStrategyBuilder.create()
                    .setSslContext(TrustedAuthorities.tls(authorities))
                    .buildClassic())
            .build(),
        LIMIT);
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }
}
