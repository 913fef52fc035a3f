package dev.holdfast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.standalone.home.HomeJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of a platform whose parts are killed meanwhile: what is not answered is asked again,
 * with the same idempotency key. Thread-safe.
 */
final class ChaosApi implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final int PAGE = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;
  private final String token;
  private final AtomicInteger lost = new AtomicInteger();

  ChaosApi(Path home) throws IOException {
    JsonNode access = HomeJson.read(home.resolve("cli.json"), JsonNode.class);
    this.base = access.path("url").asText() + "/api/v1";
    this.token = access.path("token").asText();
  }

  /** How many answers did not arrive. */
  int lost() {
    return lost.get();
  }

  JsonNode get(String path) throws InterruptedException {
    return answer(request(path, ANSWER).GET().build()).body();
  }

  /**
   * Posts until it is answered.
   *
   * @param first how long the first answer is waited for: so short that it is lost, or {@code null}
   */
  Answer post(String path, JsonNode body, String key, @Nullable Duration first)
      throws InterruptedException {
    if (first != null) {
      try {
        var _ = http.send(posted(path, body, key, first), BodyHandlers.discarding());
      } catch (IOException e) {
        lost.incrementAndGet();
      }
    }
    return answer(posted(path, body, key, ANSWER));
  }

  /** All operations there are, without what only one that is read alone shows. */
  List<JsonNode> operations() throws InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get("/operations?limit=" + PAGE + cursor);
      page.path("items").forEach(all::add);
      cursor = page.hasNonNull("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    return all;
  }

  /**
   * @param status as HTTP has it; below 500
   */
  record Answer(int status, JsonNode body) {}

  private HttpRequest posted(String path, JsonNode body, String key, Duration patience) {
    return request(path, patience)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofString(body.toString()))
        .build();
  }

  private HttpRequest.Builder request(String path, Duration patience) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(patience)
        .header("Authorization", "Bearer " + token);
  }

  private Answer answer(HttpRequest request) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    String last = "";
    while (Instant.now().isBefore(deadline)) {
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() < 500 && response.statusCode() != 429) {
          return new Answer(response.statusCode(), HomeJson.MAPPER.readTree(response.body()));
        }
        last = response.statusCode() + " " + response.body();
      } catch (IOException e) {
        lost.incrementAndGet();
        last = e.toString();
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
    throw new AssertionError(
        "%s %s was not answered within %s; the last: %s"
            .formatted(request.method(), request.uri(), PATIENCE, last));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
