package dev.holdfast.cli.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Waits on this machine's loopback for the browser that comes back from a login (RFC 8252). What
 * comes without the login's id is not from there, and is passed over.
 */
final class BrowserReturn implements AutoCloseable {
  private static final int WAITING = 16;

  private final HttpServer http;
  private final BlockingQueue<Map<String, String>> came = new LinkedBlockingQueue<>(WAITING);

  BrowserReturn() {
    try {
      http =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "cannot wait for the browser on 127.0.0.1: " + e.getMessage(),
          "./holdfast login --sso --print waits for a code that you bring");
    }
    http.createContext("/", this::answer);
    http.start();
  }

  int port() {
    return http.getAddress().getPort();
  }

  /**
   * The code that the browser brings.
   *
   * @throws Failure if the login is refused, or nobody comes in time
   */
  String await(String login, Instant until) {
    try {
      Map<String, String> next = next(until);
      while (!login.equals(next.get("login"))) {
        next = next(until);
      }
      String code = next.getOrDefault("code", "");
      if (code.isEmpty()) {
        throw new Failure(
            ExitCode.REFUSED,
            "the login was refused",
            "an administrator of your organisation finds the reason in the audit: ./holdfast audit"
                + " list");
      }
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "interrupted", List.of(), null);
    }
  }

  private Map<String, String> next(Instant until) throws InterruptedException {
    Map<String, String> next =
        came.poll(Duration.between(Instant.now(), until).toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new Failure(
          ExitCode.REFUSED, "nobody has logged in in time", "./holdfast login --sso begins again");
    }
    return next;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      boolean ours = exchange.getRequestMethod().equals("GET") && query.containsKey("login");
      byte[] page =
          (ours
                  ? "<!doctype html><title>Holdfast</title><p>Go back to the terminal.</p>"
                  : "<!doctype html><title>Holdfast</title><p>There is nothing here.</p>")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(ours ? 200 : 404, page.length);
      exchange.getResponseBody().write(page);
      if (ours) {
        var _ = came.offer(query);
      }
    }
  }

  /** Ids and codes need no escapes. */
  private static Map<String, String> query(@org.jspecify.annotations.Nullable String text) {
    Map<String, String> query = new HashMap<>();
    if (text != null) {
      for (String part : text.split("&", -1)) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          query.put(part.substring(0, equals), part.substring(equals + 1));
        }
      }
    }
    return query;
  }

  @Override
  public void close() {
    http.stop(1);
  }
}
