package dev.holdfast.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP server on loopback that answers as the API's documents say, and remembers. At its end
 * it complains of answers that the API would not give, and of requests that it would not take.
 */
public final class TestPlatform implements AutoCloseable {
  private final HttpServer http;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private volatile Answer always = new Answer(404, "");
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<String> problems = new ConcurrentSkipListSet<>();

  /** A request that came in; {@code path} is below {@code /api/v1}, with its query. */
  public record Request(
      String method,
      String path,
      String body,
      String authorization,
      String idempotencyKey,
      String organisation) {}

  private record Answer(int status, String body, Map<String, String> headers) {
    Answer(int status, String body) {
      this(status, body, Map.of());
    }
  }

  public TestPlatform() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::handle);
    http.start();
    answers("GET /approvals", page());
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return http.getAddress().getPort();
  }

  /** Answers requests of this method and path with these bodies in turn, and then with the last. */
  public TestPlatform answers(String request, String... bodies) {
    ArrayDeque<Answer> queue = new ArrayDeque<>();
    String[] words = request.split(" ", 2);
    for (String body : bodies) {
      problems.addAll(ApiContract.answer(words[0], words[1], body));
      queue.add(new Answer(200, body));
    }
    answers.put(request, queue);
    return this;
  }

  /** Answers as the API never would. */
  public void answersOtherwise(String request, String body) {
    answers.put(request, new ArrayDeque<>(List.of(new Answer(200, body))));
  }

  /** Answers with a problem document. */
  public TestPlatform refuses(String request, int status, String problem) {
    answers.put(request, new ArrayDeque<>(List.of(new Answer(status, problem))));
    return this;
  }

  /** Answers once with a problem document, before what it answers otherwise. */
  public void refusesOnce(String request, int status, String problem) {
    Objects.requireNonNull(answers.get(request)).addFirst(new Answer(status, problem));
  }

  /** Answers everything with this problem, whatever was said before. */
  public TestPlatform refusesAll(int status, String code) {
    answers.clear();
    always =
        new Answer(
            status,
            "{\"title\":\"No\",\"status\":%d,\"code\":\"%s\",\"detail\":\"It is so.\"}"
                .formatted(status, code));
    return this;
  }

  /** Answers once that there were too many requests, before what it answers otherwise. */
  public void limitsOnce(String request, int seconds) {
    Objects.requireNonNull(answers.get(request))
        .addFirst(
            new Answer(
                429,
                "{\"code\":\"too-many-requests\"}",
                Map.of("RateLimit", "\"requests\";r=0;t=" + seconds)));
  }

  public List<Request> requests() {
    return requests;
  }

  /** The only request of this method and path. */
  public Request request(String methodAndPath) {
    List<Request> found =
        requests.stream()
            .filter(r -> (r.method() + " " + r.path()).startsWith(methodAndPath))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " requests of " + methodAndPath + " in " + requests);
    }
    return found.getFirst();
  }

  /** A list of one page. */
  public static String page(String... items) {
    return "{\"items\":[" + String.join(",", items) + "],\"next\":null}";
  }

  @Override
  public void close() {
    http.stop(0);
    if (!problems.isEmpty()) {
      throw new AssertionError("not as in docs/openapi.json:\n" + String.join("\n", problems));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath().replaceFirst("^/api/v1", "");
      String query = exchange.getRequestURI().getRawQuery();
      String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (exchange.getRequestURI().getRawPath().startsWith("/api/")) {
        problems.addAll(ApiContract.request(exchange.getRequestMethod(), path, sent));
      }
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              path + (query == null ? "" : "?" + query),
              sent,
              header(exchange, "Authorization"),
              header(exchange, "Idempotency-Key"),
              header(exchange, "X-Holdfast-Organisation")));
      Deque<Answer> queue = answers.get(exchange.getRequestMethod() + " " + path);
      // Answers to HEAD have no body, and so no code: what is asked for like that is not there.
      boolean head = exchange.getRequestMethod().equals("HEAD");
      Answer other = head ? new Answer(404, "") : always;
      Answer answer = queue == null ? other : next(queue);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static synchronized Answer next(Deque<Answer> queue) {
    return queue.size() > 1 ? queue.removeFirst() : queue.getFirst();
  }

  private static String header(HttpExchange exchange, String name) {
    @Nullable String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
