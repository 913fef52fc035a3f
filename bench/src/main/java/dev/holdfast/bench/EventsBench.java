package dev.holdfast.bench;

import dev.holdfast.platform.event.Events;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.schemas.event.EventKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Events at a fixed rate, and many clients that hear them, one of which never reads. */
final class EventsBench {
  private static final Duration BATCH = Duration.ofMillis(20);
  private static final Duration LAG = Duration.ofMinutes(1);

  private final MeasuredPlatform platform;
  private final String token;

  /**
   * @param token of whoever may hear all
   */
  EventsBench(MeasuredPlatform platform, String token) {
    this.platform = platform;
    this.token = token;
  }

  /**
   * What came of it.
   *
   * @param readers clients that read
   * @param whole of them, those that got every event once and in order
   * @param perSecond how many events were recorded
   * @param behind how long after the last was recorded the last reader had it
   * @param took from the record of an event to each reader's having it
   */
  record Outcome(int readers, int whole, double perSecond, Duration behind, Samples took) {}

  Outcome run(int clients, int perSecond, Duration time) throws Exception {
    int count = Math.toIntExact(perSecond * time.toMillis() / 1000);
    AtomicLongArray recorded = new AtomicLongArray(count);
    long after = new Events(platform.pool().jdbi(), new Settings(platform.pool().jdbi())).last();
    List<EventReader> readers = new ArrayList<>();
    List<WebSocket> sockets = new ArrayList<>();
    try (HttpClient http =
        HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor()).build()) {
      try {
        sockets.add(connect(http, after, new Stuck()));
        for (int n = 1; n < clients; n++) {
          EventReader reader = new EventReader(recorded);
          readers.add(reader);
          sockets.add(connect(http, after, reader));
        }
        long began = System.nanoTime();
        record(recorded, perSecond);
        long ended = System.nanoTime();
        long deadline = ended + LAG.toNanos();
        while (System.nanoTime() < deadline && readers.stream().anyMatch(EventReader::waits)) {
          Thread.sleep(10);
        }
        long heard = readers.stream().mapToLong(EventReader::last).max().orElse(ended);
        Samples took = new Samples();
        readers.forEach(reader -> reader.into(took));
        return new Outcome(
            readers.size(),
            (int) readers.stream().filter(EventReader::whole).count(),
            count / ((ended - began) / 1e9),
            Duration.ofNanos(Math.max(0, heard - ended)),
            took);
      } finally {
        sockets.forEach(WebSocket::abort);
        http.shutdownNow();
      }
    }
  }

  private WebSocket connect(HttpClient http, long after, WebSocket.Listener listener) {
    URI url = URI.create(platform.config().api().url());
    return http.newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .buildAsync(
            URI.create("ws://" + url.getRawAuthority() + "/ws/v1/events?after=" + after), listener)
        .join();
  }

  /** So many a second, in one transaction each {@link #BATCH}; later if the database is late. */
  private void record(AtomicLongArray recorded, int perSecond) {
    int each = Math.max(1, Math.toIntExact(perSecond * BATCH.toMillis() / 1000));
    long interval = each * 1_000_000_000L / perSecond;
    long due = System.nanoTime();
    for (int first = 0; first < recorded.length(); first += each) {
      LockSupport.parkNanos(due - System.nanoTime());
      due += interval;
      int from = first;
      int to = Math.min(recorded.length(), first + each);
      platform
          .pool()
          .jdbi()
          .useTransaction(handle -> {
            for (int n = from; n < to; n++) {
              recorded.set(n, System.nanoTime());
              Outbox.record(handle, event(n));
            }
          });
    }
  }

  /** Its number stands where an address would. */
  private static NewEvent event(int number) {
    return new NewEvent(
        EventKind.LOGIN_LOCKED,
        "default",
        "login",
        null,
        null,
        Map.of("secret", "password", "address", Integer.toString(number)));
  }

  /** It asks for no message, ever. */
  private static final class Stuck implements WebSocket.Listener {
    @Override
    public void onOpen(WebSocket webSocket) {
      // as if its process had been stopped
    }
  }
}
