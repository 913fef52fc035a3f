package dev.holdfast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;

/**
 * The REST API of a platform.
 *
 * <p>Every method throws a {@link Failure} with the right exit code if the platform cannot be
 * reached or answers with a problem. Thread-safe.
 */
public final class ApiClient implements AutoCloseable {
  /** A part of a path with an encoded / or \. */
  private static final Pattern SLASHED = Pattern.compile("[^/]*%(2F|5C)[^/]*");

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final String BASE = "/api/v1";
  private static final String ORGANISATION = "X-Holdfast-Organisation";

  /** How many seconds to wait: a minute at most. */
  private static final Pattern OVER_THE_LIMIT = Pattern.compile("\"requests\";r=0;t=([0-9]{1,2})");

  private final ServerAddress address;
  private final HttpClient http;
  private final Bearer bearer;
  private final Map<String, String> headers;

  private ApiClient(ServerAddress address, @Nullable String organisation) {
    this.address = address;
    this.headers = organisation == null ? Map.of() : Map.of(ORGANISATION, organisation);
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    Path authority = address.authority();
    if (!address.encrypted()) {
      client.sslContext(trustingNobody());
    } else if (authority != null) {
      client.sslContext(PlatformTrust.in(authority));
    }
    this.http = client.build();
    this.bearer = new Bearer(address, http);
  }

  /** Without encryption it is never asked, and need not read all the authorities of the JDK. */
  private static SSLContext trustingNobody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no TLS", e);
    }
  }

  /**
   * The platform at {@code url} or, where that is null, the one of HOLDFAST_SERVER or this
   * launcher.
   */
  public static ApiClient connect(Surroundings surroundings, @Nullable String url) {
    return connect(surroundings, url, null, null);
  }

  /**
   * The same platform, acting in an organisation; null for the caller's own.
   *
   * @param ca the file of the authority that was asked for; null for none
   */
  static ApiClient connect(
      Surroundings surroundings,
      @Nullable String url,
      @Nullable String ca,
      @Nullable String organisation) {
    return new ApiClient(ServerAddress.find(surroundings, url, ca), organisation);
  }

  /** The same platform, for whoever has no token yet. */
  static ApiClient withoutToken(
      Surroundings surroundings, @Nullable String url, @Nullable String ca) {
    return new ApiClient(ServerAddress.find(surroundings, url, ca).withoutToken(), null);
  }

  /** Keeps the session that a login has begun. */
  public void keep(SessionFile file, JsonNode answer) {
    file.write(Session.answered(address.url().toString(), address.authority(), answer));
  }

  /** The address of the platform. */
  public URI url() {
    return address.url();
  }

  /** Reads a document; {@code path} is below {@code /api/v1} and may have a query. */
  public JsonNode get(String path) {
    return send("GET", path, null, Map.of());
  }

  /** Reads a document, unless there is none of that name. */
  public Optional<JsonNode> find(String path) {
    try {
      return Optional.of(get(path));
    } catch (Failure e) {
      if (e.exitCode() == ExitCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Reads a page and hands over its items one by one, so that no more than one of them is in
   * memory.
   *
   * @return where the next page begins; empty if there is none
   */
  public String items(String path, Consumer<JsonNode> taker) {
    return read(path, body -> Json.items(body, taker));
  }

  /** Reads bytes, however many; {@code path} is below {@code /api/v1} and may have a query. */
  public void download(String path, OutputStream to) {
    read(
        path,
        body -> {
          body.transferTo(to);
          to.flush();
          return "";
        });
  }

  @FunctionalInterface
  private interface BodyReader {
    String read(InputStream body) throws IOException;
  }

  private String read(String path, BodyReader reader) {
    try {
      HttpResponse<InputStream> response =
          authorised(HttpRequest.newBuilder(at(path)), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() / 100 != 2) {
          String problem = new String(body.readAllBytes(), StandardCharsets.UTF_8);
          throw ProblemAnswer.failure(response.statusCode(), problem, "GET " + BASE + path);
        }
        return reader.read(body);
      }
    } catch (JacksonIOException e) {
      throw unreachable(new IOException(e));
    } catch (JacksonException e) {
      throw notHoldfast();
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
    }
  }

  public JsonNode post(String path, JsonNode body) {
    return send("POST", path, body, Map.of());
  }

  /** Posts what must happen once; it is sent again with the same key if the answer gets lost. */
  public JsonNode postOnce(String path, JsonNode body, String idempotencyKey) {
    Map<String, String> headers = Map.of("Idempotency-Key", idempotencyKey);
    try {
      return exchange("POST", path, body, headers);
    } catch (IOException e) {
      return send("POST", path, body, headers);
    }
  }

  public JsonNode put(String path, JsonNode body) {
    return send("PUT", path, body, Map.of());
  }

  public JsonNode patch(String path, JsonNode body) {
    return send("PATCH", path, body, Map.of());
  }

  public JsonNode delete(String path) {
    return send("DELETE", path, null, Map.of());
  }

  /**
   * A page of the platform's own that is there for everybody.
   *
   * @param path from the root of the platform, with its query
   * @throws IllegalArgumentException if it has characters that no address has
   */
  public String page(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.url() + path)).timeout(ANSWER).build();
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
    }
  }

  /** Opens a stream of events; {@code path} is from the root of the platform. */
  public EventStream events(String path) {
    String scheme = address.url().getScheme().equals("https") ? "wss" : "ws";
    URI http = address.url();
    return new EventStream(
        this.http, URI.create(scheme + "://" + http.getRawAuthority() + path), token(), headers);
  }

  /** The platform's store of files. */
  public FileStoreClient files() {
    return new FileStoreClient(http, address.url() + BASE + "/files", token(), headers);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private JsonNode send(
      String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
    try {
      return exchange(method, path, body, headers);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** No name has a slash in it, and a server that were sent one would only say "malformed". */
  private URI at(String path) {
    int query = path.indexOf('?');
    Matcher slashed = SLASHED.matcher(query < 0 ? path : path.substring(0, query));
    if (slashed.find()) {
      throw Failure.usage(
          "%s: a name has no / and no \\ in it"
              .formatted(URLDecoder.decode(slashed.group(), StandardCharsets.UTF_8)),
          "use . or - in its place");
    }
    return URI.create(address.url() + BASE + path);
  }

  private JsonNode exchange(
      String method, String path, @Nullable JsonNode body, Map<String, String> headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(path))
            .timeout(ANSWER)
            .header("Accept", "application/json, application/problem+json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    HttpResponse<String> response;
    try {
      response = authorised(request, BodyHandlers.ofString());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
    }
    if (response.statusCode() / 100 != 2) {
      if (response.statusCode() == 400 && response.body().contains("requires TLS")) {
        throw new Failure(
            ExitCode.UNREACHABLE,
            "what answers at " + address.url() + " speaks TLS only",
            "write the address with https://");
      }
      throw ProblemAnswer.failure(
          response.statusCode(), response.body(), method + " " + BASE + path);
    }
    return document(response.body());
  }

  /** Sends a request, and again with a new token where the session's was outdated. */
  private <T> HttpResponse<T> authorised(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    headers.forEach(request::setHeader);
    String token = bearer.token();
    HttpResponse<T> response = patiently(with(request, token), handler);
    if (response.statusCode() == 401 && bearer.renew(token)) {
      close(response);
      return patiently(with(request, bearer.token()), handler);
    }
    return response;
  }

  /** A request over the limit was not looked at: it is sent again when the platform says. */
  private <T> HttpResponse<T> patiently(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    HttpResponse<T> response = http.send(request, handler);
    Matcher wait = OVER_THE_LIMIT.matcher(response.headers().firstValue("RateLimit").orElse(""));
    if (response.statusCode() == 429 && wait.matches()) {
      close(response);
      Thread.sleep(Duration.ofSeconds(Long.parseLong(wait.group(1))));
      return http.send(request, handler);
    }
    return response;
  }

  private static void close(HttpResponse<?> unread) throws IOException {
    if (unread.body() instanceof InputStream body) {
      body.close();
    }
  }

  private static HttpRequest with(HttpRequest.Builder request, String token) {
    return token.isEmpty()
        ? request.build()
        : request.setHeader("Authorization", "Bearer " + token).build();
  }

  private String token() {
    try {
      return bearer.token();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private JsonNode document(String body) {
    try {
      return body.isBlank() ? Json.object() : Json.parse(body);
    } catch (JacksonException e) {
      throw notHoldfast();
    }
  }

  private Failure notHoldfast() {
    return new Failure(
        ExitCode.UNREACHABLE,
        "what answers at " + address.url() + " is not Holdfast",
        "check the address; ./holdfast status shows the platform of this launcher");
  }

  private Failure unreachable(IOException cause) {
    Failure failure =
        PlatformTrust.failure(address, cause)
            .orElseGet(() ->
                new Failure(
                    ExitCode.UNREACHABLE,
                    "cannot reach Holdfast at " + address.url() + "; start it with ./holdfast up",
                    List.of(),
                    null));
    failure.initCause(cause);
    return failure;
  }
}
