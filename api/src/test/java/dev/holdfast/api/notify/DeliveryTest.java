package dev.holdfast.api.notify;

import static dev.holdfast.api.notify.SinkFixture.JDBI;
import static dev.holdfast.api.notify.SinkFixture.KEY;
import static dev.holdfast.api.notify.SinkFixture.OWNER;
import static dev.holdfast.api.notify.SinkFixture.PLATFORM;
import static dev.holdfast.api.notify.SinkFixture.add;
import static dev.holdfast.api.notify.SinkFixture.await;
import static dev.holdfast.api.notify.SinkFixture.eventOf;
import static dev.holdfast.api.notify.SinkFixture.happen;
import static dev.holdfast.api.notify.SinkFixture.idOf;
import static dev.holdfast.api.notify.SinkFixture.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.platform.notify.Backoff;
import dev.holdfast.platform.notify.Deliveries;
import dev.holdfast.platform.notify.SinkClaims;
import dev.holdfast.platform.notify.Sinks;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.schemas.event.EventKind;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every event reaches its sinks, in order, whatever fails on the way. */
final class DeliveryTest {
  @BeforeAll
  static void allow() {
    SinkFixture.allowThisMachine(true);
  }

  @AfterAll
  static void forbid() {
    SinkFixture.allowThisMachine(false);
    SinkFixture.remove("signed", "ruled", "late", "killed", "stuck", "quick");
  }

  @Test
  void shouldPostWhatTheApiShowsWithASignature() throws Exception {
    try (Receiver receiver = Receiver.willing()) {
      add(webhook("signed", receiver.url("/hook?room=7"), "sink-signed"));
      happen("sink-signed");

      Receiver.Got got = receiver.next();

      assertThat(got.path()).isEqualTo("/hook?room=7");
      assertThat(got.header("Content-type")).startsWith("application/json");
      JsonNode shown = OWNER.get("/api/v1/events?server=sink-signed").json().path("items").path(0);
      assertThat(got.json()).isEqualTo(shown);
      assertThat(got.header("webhook-id")).isEqualTo("evt_" + shown.path("id").asLong());
      assertThat(got.header("webhook-signature")).isEqualTo("v1," + expectedSignature(got));
      assertThat(Long.parseLong(got.header("webhook-timestamp")))
          .isBetween(
              System.currentTimeMillis() / 1000 - 60, System.currentTimeMillis() / 1000 + 60);
    }
  }

  /** As a receiver computes it. */
  private static String expectedSignature(Receiver.Got got) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signed =
        got.header("webhook-id") + "." + got.header("webhook-timestamp") + "." + got.body();
    return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void shouldSendOnlyWhatTheRuleLetsThrough() {
    try (Receiver receiver = Receiver.willing()) {
      Map<String, Object> sink = webhook("ruled", receiver.url("/"), "sink-ruled");
      sink.put("kinds", List.of("server.*", "login.*"));
      sink.put("level", "warning");
      add(sink);
      Map<EventKind, Map<String, Object>> happening =
          Map.of(
              EventKind.SERVER_ADDED, Map.of("address", "192.0.2.1", "port", 22),
              EventKind.SERVER_REMOVED, Map.of(),
              EventKind.SECRET_REVEALED, Map.of("secret", "db", "version", 1, "by", "ann"));
      JDBI.useTransaction(handle ->
          happening.forEach((kind, data) ->
              List.of("sink-ruled", "sink-other")
                  .forEach(server ->
                      Outbox.record(handle, NewEvent.ofServer(kind, "default", server, data)))));
      happen("sink-ruled");

      assertThat(receiver.next(2))
          .extracting(got -> got.json().path("kind").asString(), Receiver.Got::subject)
          .containsOnly(tuple("server.removed", "server/sink-ruled"));
      assertThat(receiver.got).hasSize(2);
    }
  }

  @Test
  void shouldDeliverAllInOrderOnceTheReceiverIsThere() {
    try (Receiver receiver = Receiver.absent()) {
      List<String> servers = List.of("sink-late-1", "sink-late-2", "sink-late-3");
      add(webhook("late", receiver.url("/"), servers.toArray(new String[0])));
      IntStream.range(0, 40).forEach(n -> happen(servers.get(n % 3)));
      JsonNode down = await("late", sink -> sink.path("failures").asInt() > 1);
      assertThat(down.path("error").asString()).isEqualTo("it does not accept connections");
      assertThat(down.path("dead").asInt()).isZero();

      receiver.start();
      IntStream.range(0, 20).forEach(n -> happen(servers.get(n % 3)));

      receiver.next(60);
      Map<String, List<Long>> bySubject =
          receiver.got.stream()
              .collect(
                  Collectors.groupingBy(
                      Receiver.Got::subject,
                      Collectors.mapping(
                          got -> got.json().path("id").asLong(), Collectors.toList())));
      assertThat(bySubject).hasSize(3);
      assertThat(bySubject.values())
          .allSatisfy(ids -> assertThat(ids).isSorted().doesNotHaveDuplicates());
      await("late", sink -> sink.path("waiting").asInt() == 0);
      assertThat(receiver.got).hasSize(60);
    }
  }

  @Test
  void shouldSendAgainWithTheSameIdWhatAProcessSentBeforeItWasKilled() {
    var cut = new AtomicBoolean();
    try (Receiver receiver =
        Receiver.answering(got -> {
          cut.set(true);
          return 204;
        })) {
      add(webhook("killed", receiver.url("/"), "sink-killed"));
      PlatformConfig.Database database = PLATFORM.config().database();
      Jdbi own =
          Jdbi.create(() -> {
            if (cut.get()) {
              throw new SQLException("this process is no more");
            }
            return DriverManager.getConnection(
                database.url(), database.user(), database.password());
          });
      var claims = new SinkClaims(own, Duration.ofSeconds(1));
      var process =
          new SinkRuns(
              new Sinks(own, PLATFORM.part(Secrets.class)),
              claims,
              new Deliveries(own, PLATFORM.part(Settings.class), Backoff.STANDARD),
              PLATFORM.part(SinkSettings.class),
              PLATFORM.part(SinkConnector.class));
      long sink = idOf("killed");
      assertThat(claims.claim(sink)).isTrue();
      happen("sink-killed");
      long event = eventOf("sink-killed");
      assertThat(claims.claim(sink)).isTrue();

      assertThatThrownBy(() -> process.run(sink)).hasStackTraceContaining("no more");

      receiver.next(2);
      assertThat(receiver.ids()).containsExactly("evt_" + event, "evt_" + event);
      await("killed", after -> after.path("waiting").asInt() == 0);
    }
  }

  @Test
  void shouldDelayNoSinkByAnotherThatHangs() {
    var released = new CountDownLatch(1);
    try (Receiver hanging =
            Receiver.answering(got -> {
              waitFor(released);
              return 204;
            });
        Receiver quick = Receiver.willing()) {
      add(webhook("stuck", hanging.url("/"), "sink-both"));
      add(webhook("quick", quick.url("/"), "sink-both"));

      IntStream.range(0, 30).forEach(n -> happen("sink-both"));

      quick.next(30);
      assertThat(hanging.got).hasSize(1);
      released.countDown();
      hanging.next(30);
      assertThat(hanging.ids()).containsExactlyElementsOf(quick.ids().toList());
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
