package dev.holdfast.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.ApprovableLockdown;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Fixtures.Events;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.event.EventKind;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whoever follows events gets each once, in order, and only what the follower may read. */
final class EventSubscriptionsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  private static long last() {
    return PLATFORM.part(dev.holdfast.platform.event.Events.class).last();
  }

  private static List<String> kinds(JsonNode items) {
    return items.valueStream().map(item -> item.path("kind").asString()).toList();
  }

  /** A client that reads nothing before it is told to. */
  private static final class Stuck implements WebSocket.Listener {
    private final Events then = new Events();

    @Override
    public void onOpen(WebSocket socket) {
      // Asks for no message.
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      return then.onText(socket, data, last);
    }
  }

  private static List<Long> ids(Events events, int number) {
    List<Long> ids = new ArrayList<>();
    while (ids.size() < number) {
      events.next().path("items").valueStream().forEach(item -> ids.add(item.path("id").asLong()));
    }
    return ids;
  }

  @Test
  void shouldBringTwoThousandEventsToFiftyClientsOfWhichOneIsStuck() {
    int number = 2_000;
    long before = last();
    String path = "/ws/v1/events?after=" + before + "&kind=login.*&server=stream-load";
    List<Events> clients = IntStream.range(0, 49).mapToObj(i -> new Events()).toList();
    List<WebSocket> sockets = new ArrayList<>();
    clients.forEach(client -> sockets.add(OWNER.listen(path, client)));
    var stuck = new Stuck();
    WebSocket silent = OWNER.listen(path, stuck);
    sockets.add(silent);
    Jdbi jdbi = PLATFORM.part(Jdbi.class);
    var event =
        new NewEvent(
            EventKind.LOGIN_LOCKED,
            "default",
            "login",
            null,
            "stream-load",
            Map.of("secret", "password", "address", "192.0.2.9"));

    long began = System.nanoTime();
    for (int i = 0; i < number / 50; i++) {
      jdbi.useTransaction(
          handle -> IntStream.range(0, 50).forEach(n -> Outbox.record(handle, event)));
    }
    List<List<Long>> received = clients.stream().map(client -> ids(client, number)).toList();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    silent.request(Long.MAX_VALUE);
    List<Long> afterwards = ids(stuck.then, number);
    sockets.forEach(WebSocket::abort);

    List<Long> expected = received.getFirst();
    assertThat(expected).isSorted().doesNotHaveDuplicates().hasSize(number);
    assertThat(received).allSatisfy(ids -> assertThat(ids).isEqualTo(expected));
    assertThat(afterwards).isEqualTo(expected);
    assertThat(took).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void shouldTellHowAnOperationGoesAndGoOnAfterTheLastIdThatIsKnown() {
    long before = last();
    OWNER.post("/api/v1/servers", Fixtures.server("stream-told"));
    String id =
        OWNER
            .post("/api/v1/operations", Map.of("type", "lockdown", "selector", "stream-told"))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    OWNER.post(
        "/api/v1/approvals/" + id + "/approve", Map.of("planHash", ApprovableLockdown.planHash()));
    Fixtures.awaitState(OWNER, id, "succeeded");

    var all = new Events();
    WebSocket socket = OWNER.listen("/ws/v1/events?after=" + before + "&operation=" + id, all);
    List<JsonNode> seen = new ArrayList<>();
    while (seen.stream().noneMatch(e -> e.path("kind").asString().equals("operation.succeeded"))) {
      all.next().path("items").valueStream().forEach(seen::add);
    }
    socket.abort();
    assertThat(seen.stream().map(e -> e.path("kind").asString()))
        .contains("approval.decided")
        .containsSubsequence(
            "operation.started", "operation.awaiting-approval", "operation.succeeded");
    JsonNode ended = seen.getLast();
    assertThat(ended.path("data").path("servers").path("succeeded").asInt()).isEqualTo(1);
    assertThat(ended.path("data").path("type").asString()).isEqualTo("lockdown");

    JsonNode rest =
        OWNER
            .get(
                "/api/v1/events?kind=operation.*&operation=%s&after=%d"
                    .formatted(id, seen.get(1).path("id").asLong()))
            .json();
    assertThat(kinds(rest.path("items"))).containsExactly("operation.succeeded");
    JsonNode first = OWNER.get("/api/v1/events?limit=1&kind=operation.*&operation=" + id).json();
    assertThat(first.path("more").asBoolean()).isTrue();
    assertThat(first.path("last").asLong()).isEqualTo(seen.getFirst().path("id").asLong());
  }

  @Test
  void shouldShowOnlyWhatMayBeRead() {
    Http scoped = PLATFORM.user("stream-scoped", "viewer", "stream-mine");
    Http nobody = PLATFORM.user("stream-nobody", "member", "stream-none");
    OWNER.post("/api/v1/servers", Fixtures.server("stream-mine"));
    OWNER.post("/api/v1/servers", Fixtures.server("stream-other"));
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            Outbox.record(
                handle,
                new NewEvent(
                    EventKind.SECRET_REVEALED,
                    "default",
                    "secret/stream",
                    null,
                    "stream-mine",
                    Map.of("secret", "stream", "version", 1, "by", "admin"))));

    var events = new Events();
    WebSocket socket = scoped.listen("/ws/v1/events?after=0&server=stream-mine", events);
    assertThat(kinds(events.next().path("items"))).containsExactly("server.added");
    socket.abort();
    assertThat(kinds(scoped.get("/api/v1/events?server=stream-mine").json().path("items")))
        .containsExactly("server.added");
    assertThat(scoped.get("/api/v1/events?server=stream-other").json().path("items")).isEmpty();
    assertThat(nobody.get("/api/v1/events?server=stream-mine").json().path("items")).isEmpty();
    assertThat(kinds(OWNER.get("/api/v1/events?server=stream-mine").json().path("items")))
        .contains("server.added", "secret.revealed");
  }

  @Test
  void shouldRefuseWhoHasNoTokenAndWhatNobodyCanRead() {
    assertThatThrownBy(() -> OWNER.as(null).listen("/ws/v1/events?after=0", new Events()))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
    assertThatThrownBy(() -> OWNER.listen("/ws/v1/events?after=yesterday", new Events()))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(422));
    assertThat(OWNER.get("/api/v1/events?kind=DROP%20TABLE").status()).isEqualTo(422);
    assertThat(
            OWNER.get("/api/v1/events?after=999999999").json().at("/errors/0/message").asString())
        .contains("restored from a backup");
  }
}
