package dev.holdfast.api.outbound;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.util.Timeout;

/** HTTP clients for addresses that somebody has named. */
public final class OutboundClients {
  private OutboundClients() {}

  /**
   * Connections to where the platform may connect to.
   *
   * @param connect how long making one may take
   * @param limit how long the other side may be silent
   */
  public static PoolingHttpClientConnectionManagerBuilder connections(
      Destinations destinations, Purpose purpose, Duration connect, Duration limit) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(destinations.resolver(purpose))
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(connect))
                .setSocketTimeout(Timeout.of(limit))
                .build());
  }

  /**
   * A client that follows no redirect, repeats nothing, and keeps no cookie and no login.
   *
   * @param limit how long an answer may take
   */
  public static CloseableHttpClient strict(
      HttpClientConnectionManager connections, Duration limit) {
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(limit))
                .setResponseTimeout(Timeout.of(limit))
                .setRedirectsEnabled(false)
                .build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .setUserAgent("holdfast")
        .build();
  }
}
