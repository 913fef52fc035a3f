package dev.holdfast.api.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the API; follows no redirects. */
public final class Http {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;
  private final @Nullable String token;
  private final HttpClient client;

  private Http(String url, @Nullable String token, HttpClient client) {
    this.url = url;
    this.token = token;
    this.client = client;
  }

  static Http withTokenOf(Path cliFile) {
    try {
      JsonNode file = JSON.readTree(Files.readString(cliFile));
      return new Http(file.path("url").asString(), file.path("token").asString(), CLIENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client of the API at this address, without a token. */
  public static Http at(String url) {
    return new Http(url, null, CLIENT);
  }

  /** The same API with another token, or none. */
  public Http as(@Nullable String other) {
    return new Http(url, other, client);
  }

  /** The same client at another address of this machine, such as 127.0.7.1. */
  public Http from(InetAddress address) {
    return new Http(
        url,
        token,
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).localAddress(address).build());
  }

  public @Nullable String token() {
    return token;
  }

  public String url() {
    return url;
  }

  /** An answer. */
  public record Answer(int status, String body, HttpResponse<String> response) {
    public JsonNode json() {
      return JSON.readTree(body);
    }

    public String text(String field) {
      return json().path(field).asString();
    }

    public @Nullable String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }

  public Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  public Answer delete(String path) {
    return send("DELETE", path, null, Map.of());
  }

  public Answer post(String path, @Nullable Object body) {
    return send("POST", path, body, Map.of());
  }

  public Answer patch(String path, Object body) {
    return send("PATCH", path, body, Map.of());
  }

  public Answer send(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(
                        body instanceof String text ? text : JSON.writeValueAsString(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens a WebSocket. */
  public WebSocket listen(String path, WebSocket.Listener listener) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    return builder
        .buildAsync(URI.create("ws" + url.substring("http".length()) + path), listener)
        .join();
  }
}
