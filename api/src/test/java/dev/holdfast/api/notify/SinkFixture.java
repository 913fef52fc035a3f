package dev.holdfast.api.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures.Events;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.schemas.event.EventKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;
import tools.jackson.databind.JsonNode;

/** Sinks and events of tests; each test has servers of its own, so that it sees its own events. */
final class SinkFixture {
  static final TestPlatform PLATFORM = TestPlatform.get();
  static final Http OWNER = PLATFORM.owner();
  static final Jdbi JDBI = PLATFORM.part(Jdbi.class);
  static final String PATH = "/api/v1/notify/sinks";
  static final String KEY = "a key of more than sixteen bytes";

  private SinkFixture() {}

  /** Receivers of tests are on this machine. */
  static void allowThisMachine(boolean allowed) {
    PLATFORM.part(Settings.class).set(Setting.NOTIFY_PRIVATE, allowed ? 2 : 0, "test");
  }

  static Map<String, Object> webhook(String name, String url, String... servers) {
    Map<String, Object> sink = new HashMap<>();
    sink.put("name", name);
    sink.put("type", "webhook");
    sink.put("settings", Map.of("url", url, "key", KEY));
    sink.put("servers", List.of(servers));
    return sink;
  }

  static void add(Map<String, Object> sink) {
    Http.Answer added = OWNER.post(PATH, sink);
    assertThat(added.status()).as(added.body()).isEqualTo(201);
  }

  static void remove(String... names) {
    for (String name : names) {
      OWNER.delete(PATH + "/" + name);
    }
  }

  static JsonNode sink(String name) {
    return OWNER.get(PATH + "/" + name).json();
  }

  static long idOf(String name) {
    return JDBI.withHandle(handle ->
        handle
            .createQuery("select id from sinks where name = :name")
            .bind("name", name)
            .mapTo(Long.class)
            .one());
  }

  /** Waits until a sink is so. */
  static JsonNode await(String name, Predicate<JsonNode> state) {
    long end = System.nanoTime() + 20_000_000_000L;
    JsonNode sink = sink(name);
    while (!state.test(sink)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it stays " + sink);
      }
      Thread.onSpinWait();
      sink = sink(name);
    }
    return sink;
  }

  /** Events of removed servers, one transaction each, in this order. */
  static void happen(String... servers) {
    for (String server : servers) {
      JDBI.useTransaction(handle ->
          Outbox.record(
              handle, NewEvent.ofServer(EventKind.SERVER_REMOVED, "default", server, Map.of())));
    }
  }

  /** The id of the only event about a server, as soon as it has one. */
  static long eventOf(String server) {
    var following = new Events();
    var socket = OWNER.listen("/ws/v1/events?after=0&server=" + server, following);
    try {
      return following.next().path("items").path(0).path("id").asLong();
    } finally {
      socket.abort();
    }
  }
}
