package dev.holdfast.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * The platform's store of files. What breaks off goes on where it was, a few times.
 *
 * <p>Every method throws a {@link Failure} if the platform cannot be reached or refuses.
 */
public final class FileStoreClient {
  private static final int TRIES = 6;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final HttpClient http;
  private final String base;
  private final String token;
  private final Map<String, String> headers;

  FileStoreClient(HttpClient http, String base, String token, Map<String, String> headers) {
    this.headers = headers;
    this.http = http;
    this.base = base;
    this.token = token;
  }

  /** Whether the store has this file of the caller's. */
  public boolean has(String sha256) {
    HttpRequest request = request("/" + sha256).method("HEAD", BodyPublishers.noBody()).build();
    return again(() -> {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2 && status != 404) {
        throw ProblemAnswer.failure(status, "", "HEAD /files");
      }
      return status != 404;
    });
  }

  /**
   * Stores a file.
   *
   * @param moved hears how many bytes have been sent
   * @return the SHA-256 of what was stored
   */
  public String put(Path file, LongConsumer moved) {
    UUID upload = UUID.randomUUID();
    boolean[] begun = {false};
    return again(() -> {
      long offset = begun[0] ? received(upload) : 0;
      begun[0] = true;
      return put(file, upload, offset, moved);
    });
  }

  private String put(Path file, UUID upload, long offset, LongConsumer moved)
      throws IOException, InterruptedException {
    try (FileChannel channel = FileChannel.open(file)) {
      long left = channel.size() - offset;
      HttpRequest request =
          request("?upload=" + upload + "&offset=" + offset)
              .header("Content-Type", "application/octet-stream")
              .PUT(
                  left == 0
                      ? BodyPublishers.noBody()
                      : BodyPublishers.fromPublisher(
                          BodyPublishers.ofInputStream(() -> counted(channel, offset, moved)),
                          left))
              .build();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      check(answer.statusCode(), answer.body(), "PUT /files");
      return Json.text(Json.parse(answer.body()), "sha256");
    }
  }

  private long received(UUID upload) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request("/uploads/" + upload).GET().build(), BodyHandlers.ofString());
    check(answer.statusCode(), answer.body(), "GET /files/uploads");
    return Json.parse(answer.body()).path("offset").asLong(0);
  }

  private static InputStream counted(FileChannel channel, long offset, LongConsumer moved) {
    try {
      channel.position(offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FilterInputStream(Channels.newInputStream(channel)) {
      private long at = offset;

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int n = super.read(into, from, length);
        at += Math.max(0, n);
        moved.accept(at);
        return n;
      }
    };
  }

  /** Takes the bytes of a file as they come. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes all bytes from {@link #there} on.
     *
     * @throws IOException also where they break off
     */
    void take(InputStream bytes) throws IOException;

    /** How many bytes have been taken. */
    default long there() {
      return 0;
    }
  }

  /** Reads a file of the caller's. */
  public void get(String sha256, Taker taker) {
    again(() -> {
      HttpResponse<InputStream> answer =
          http.send(
              request("/" + sha256 + "?offset=" + taker.there()).GET().build(),
              BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() / 100 != 2) {
          check(
              answer.statusCode(),
              new String(body.readAllBytes(), StandardCharsets.UTF_8),
              "GET /files");
        }
        taker.take(body);
      }
      return sha256;
    });
  }

  private static void check(int status, String body, String request) throws IOException {
    if (status == 502 || status == 503 || status == 504) {
      throw new IOException("the platform answered " + status + " to " + request);
    }
    if (status / 100 != 2) {
      throw ProblemAnswer.failure(status, body, request);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    headers.forEach(request::header);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  @FunctionalInterface
  private interface Exchange<T> {
    T run() throws IOException, InterruptedException;
  }

  private <T> T again(Exchange<T> exchange) {
    for (int tried = 1; ; tried++) {
      try {
        return exchange.run();
      } catch (IOException e) {
        if (tried == TRIES) {
          Failure failure =
              new Failure(
                  ExitCode.UNREACHABLE,
                  "the file store at " + base + " does not answer: " + e.getMessage(),
                  "./holdfast status shows which part is missing; then try again");
          failure.initCause(e);
          throw failure;
        }
        pause();
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static Failure interrupted() {
    Thread.currentThread().interrupt();
    return new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
  }
}
