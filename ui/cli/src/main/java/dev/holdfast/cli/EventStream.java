package dev.holdfast.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Waits for news over a WebSocket, and where there is none, for the next time to ask.
 *
 * <p>Reconnects by itself when the platform restarts; while it cannot, {@link #await} just lets the
 * polling interval pass. For one thread.
 */
public final class EventStream implements AutoCloseable {
  private static final Duration RECONNECT = Duration.ofSeconds(2);

  private final HttpClient http;
  private final URI uri;
  private final String token;
  private final Map<String, String> headers;
  private final Semaphore news = new Semaphore(0);
  private final AtomicReference<@Nullable String> newest = new AtomicReference<>();
  private @Nullable CompletableFuture<WebSocket> socket;
  private volatile boolean open;
  private long lastAttempt;

  EventStream(HttpClient http, URI uri, String token, Map<String, String> headers) {
    this.headers = headers;
    this.http = http;
    this.uri = uri;
    this.token = token;
  }

  /**
   * Waits until something happened, at most so long.
   *
   * @param connected how long to wait while connected
   * @param otherwise how long to wait while there is no connection
   * @return whether something happened
   */
  public boolean await(Duration connected, Duration otherwise) throws InterruptedException {
    connectIfNeeded();
    Duration wait = open ? connected : otherwise;
    boolean happened = news.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    news.drainPermits();
    return happened;
  }

  /**
   * The newest document that has arrived since this was asked for, so that nobody need fetch what
   * was sent already.
   *
   * @param otherwise fetches it where none has arrived
   */
  public JsonNode newest(Supplier<JsonNode> otherwise) {
    // First, so that what arrives meanwhile is still news.
    news.drainPermits();
    String text = newest.getAndSet(null);
    return text == null ? otherwise.get() : Json.parse(text);
  }

  /** Whether events arrive at the moment. */
  public boolean connected() {
    return open;
  }

  @Override
  public void close() {
    if (socket != null) {
      CompletableFuture<Void> _ = socket.thenAccept(WebSocket::abort);
    }
  }

  private void connectIfNeeded() {
    long now = System.nanoTime();
    boolean due = socket == null || now - lastAttempt > RECONNECT.toNanos();
    if (open || !due || (socket != null && !socket.isDone())) {
      return;
    }
    lastAttempt = now;
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(RECONNECT);
    headers.forEach(builder::header);
    if (!token.isEmpty()) {
      builder.header("Authorization", "Bearer " + token);
    }
    socket = builder.buildAsync(uri, new Listener());
    try {
      socket.join();
    } catch (CompletionException e) {
      open = false; // asked again by polling, and tried again later
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public void onOpen(WebSocket webSocket) {
      open = true;
      // What happened before the connection was there is news, too.
      news.release();
      webSocket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        newest.set(parts.toString());
        parts.setLength(0);
        news.release();
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
      lost();
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      lost();
    }

    private void lost() {
      open = false;
      news.release();
    }
  }
}
