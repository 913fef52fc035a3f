package dev.holdfast.api.notify;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.api.testing.TestPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A web server that gets webhooks, and answers as it is told. */
final class Receiver implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int PATIENCE = 20;

  /** What came in, in the order in which it did. */
  final List<Got> got = new CopyOnWriteArrayList<>();

  /** 0 for any that is free. */
  private int port;

  private final Function<Got, Integer> status;
  private final BlockingQueue<Got> news = new LinkedBlockingQueue<>();
  private @Nullable HttpServer http;

  /** A request. */
  record Got(String path, Headers headers, String body) {
    String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }

    JsonNode json() {
      return JSON.readTree(body);
    }

    String subject() {
      return json().path("subject").asString();
    }
  }

  /** One that is not there yet. */
  private Receiver(int port, Function<Got, Integer> status) {
    this.port = port;
    this.status = status;
  }

  static Receiver absent() {
    return new Receiver(TestPlatform.freePort(), got -> 204);
  }

  /** One that answers with these statuses. */
  static Receiver answering(Function<Got, Integer> status) {
    return new Receiver(0, status).start();
  }

  static Receiver willing() {
    return answering(got -> 204);
  }

  Receiver start() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.createContext("/", this::handle);
      http.start();
      port = http.getAddress().getPort();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** The next request that was answered; fails if there is none. */
  Got next() {
    try {
      Got next = news.poll(PATIENCE, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no request within " + PATIENCE + " s");
      }
      return next;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Got> next(int number) {
    return IntStream.range(0, number).mapToObj(n -> next()).toList();
  }

  Stream<String> ids() {
    return got.stream().map(one -> one.header("webhook-id"));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request =
          new Got(
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      got.add(request);
      int answer = status.apply(request);
      if (answer == 302) {
        exchange.getResponseHeaders().set("Location", url("/elsewhere"));
      }
      exchange.sendResponseHeaders(answer, -1);
      news.add(request);
    }
  }

  @Override
  public void close() {
    if (http != null) {
      http.stop(0);
    }
  }
}
