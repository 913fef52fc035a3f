package dev.holdfast.activities.containers;

import com.github.dockerjava.transport.DockerHttpClient;
import dev.holdfast.activities.ssh.RemoteSockets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.io.CloseMode;

/**
 * HTTP to an engine, each request over a connection of its own: one that is kept would fail at the
 * engine's restart, and a new one costs a round trip. Thread-safe; closing it ends all requests.
 */
final class EngineHttp implements DockerHttpClient {
  private static final int MOST_AT_ONCE = 64;
  private static final int NO_PORT = 80;
  private static final HttpHost ENGINE = new HttpHost("http", "engine", NO_PORT);

  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;

  /**
   * @param sockets connects to the engine
   */
  EngineHttp(RemoteSockets sockets) {
    connections =
        new PoolingHttpClientConnectionManager(
            new DefaultHttpClientConnectionOperator(
                proxy -> new EngineSocket(sockets), host -> NO_PORT, new Nowhere(), name -> null),
            null,
            null,
            null,
            null);
    connections.setMaxTotal(MOST_AT_ONCE);
    connections.setDefaultMaxPerRoute(MOST_AT_ONCE);
    client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setConnectionReuseStrategy((request, response, context) -> false)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .disableAuthCaching()
            .build();
  }

  @Override
  public Response execute(Request request) {
    if (request.hijackedInput() != null) {
      throw new UnsupportedOperationException(
          "what runs in a container goes through the journal, not over the engine's own streams");
    }
    HttpUriRequestBase message =
        new HttpUriRequestBase(request.method(), URI.create(request.path()));
    request.headers().forEach(message::addHeader);
    byte[] bytes = request.bodyBytes();
    InputStream body = request.body();
    if (bytes != null) {
      message.setEntity(new ByteArrayEntity(bytes, null));
    } else if (body != null) {
      message.setEntity(new InputStreamEntity(body, null));
    }
    try {
      return new Answer(client.executeOpen(ENGINE, message, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    connections.close(CloseMode.IMMEDIATE);
    client.close(CloseMode.IMMEDIATE);
  }

  private record Answer(ClassicHttpResponse response) implements Response {

    @Override
    public int getStatusCode() {
      return response.getCode();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      Map<String, List<String>> headers = new HashMap<>();
      for (Header header : response.getHeaders()) {
        headers.computeIfAbsent(header.getName(), _ -> new ArrayList<>()).add(header.getValue());
      }
      return headers;
    }

    @Override
    public InputStream getBody() {
      try {
        return response.getEntity() == null
            ? InputStream.nullInputStream()
            : response.getEntity().getContent();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Without reading what is left, which of a stream would never end. */
    @Override
    public void close() {
      try {
        response.close();
      } catch (IOException e) {
        // The connection was broken already.
      }
    }
  }

  /** The socket's path is all the address there is. */
  private static final class Nowhere implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) {
      return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
