package dev.holdfast.api.notify;

import static dev.holdfast.api.notify.SinkFixture.JDBI;
import static dev.holdfast.api.notify.SinkFixture.OWNER;
import static dev.holdfast.api.notify.SinkFixture.PATH;
import static dev.holdfast.api.notify.SinkFixture.PLATFORM;
import static dev.holdfast.api.notify.SinkFixture.add;
import static dev.holdfast.api.notify.SinkFixture.await;
import static dev.holdfast.api.notify.SinkFixture.happen;
import static dev.holdfast.api.notify.SinkFixture.sink;
import static dev.holdfast.api.notify.SinkFixture.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.outbound.Destinations;
import dev.holdfast.api.outbound.ForbiddenDestination;
import dev.holdfast.api.outbound.Purpose;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.platform.identity.Grants;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.notify.Deliveries;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.server.Selector;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class SinksTest {
  private static final String DEAD = "/api/v1/notify/dead";

  @BeforeEach
  void allow() {
    SinkFixture.allowThisMachine(true);
  }

  @AfterAll
  static void forbid() {
    SinkFixture.allowThisMachine(false);
    SinkFixture.remove("refused", "aged", "hidden", "moved", "mine", "inner", "wrong", "kept");
  }

  private static JsonNode letters(String sink) {
    return OWNER.get(DEAD + "?sink=" + sink).json().path("items");
  }

  @Test
  void shouldKeepAndSendAgainWhatTheReceiverRefuses() {
    var answer = new AtomicInteger(422);
    try (Receiver receiver = Receiver.answering(got -> answer.get())) {
      add(webhook("refused", receiver.url("/"), "sink-refused-1", "sink-refused-2"));
      happen("sink-refused-1", "sink-refused-2");
      receiver.next(2);
      await("refused", sink -> sink.path("dead").asInt() == 2);

      JsonNode letter = letters("refused").path(0);
      long id = letter.path("id").asLong();
      assertThat(letter.path("error").asString()).isEqualTo("it answers with status 422");
      assertThat(letter.path("attempts").asInt()).isOne();
      assertThat(OWNER.get(DEAD + "/" + id).json()).isEqualTo(letter);
      String subject = letter.path("event").path("subject").asString();
      answer.set(200);

      assertThat(OWNER.post(DEAD + "/resend", Map.of("ids", List.of(id))).json().path("number"))
          .hasToString("1");

      Receiver.Got again = receiver.next();
      assertThat(again.subject()).isEqualTo(subject);
      assertThat(again.header("webhook-id"))
          .isEqualTo("evt_" + letter.path("event").path("id").asLong());
      await("refused", sink -> sink.path("dead").asInt() == 1);
      assertThat(OWNER.post(DEAD + "/drop", Map.of("sink", "refused")).json().path("number"))
          .hasToString("1");
      assertThat(letters("refused")).isEmpty();
      assertThat(OWNER.post(DEAD + "/drop", Map.of()).status()).isEqualTo(422);
    }
  }

  @Test
  void shouldSendNoSecretElsewhereThanItWasGivenFor() {
    Map<String, Object> sink = webhook("kept", "https://hooks.example.com/one");
    sink.put(
        "settings",
        Map.of(
            "url", "https://hooks.example.com/one", "key", SinkFixture.KEY, "token", "swordfish7"));
    add(sink);
    Map<String, String> moved = Map.of("url", "https://bob.example.com/");

    Http.Answer alone = OWNER.patch(PATH + "/kept", Map.of("settings", moved));
    Http.Answer rule = OWNER.patch(PATH + "/kept", Map.of("kinds", List.of("server.*")));
    Http.Answer anew =
        OWNER.patch(
            PATH + "/kept",
            Map.of(
                "settings",
                Map.of(
                    "url", "https://bob.example.com/", "key", SinkFixture.KEY, "token", "other")));

    assertThat(alone.status()).isEqualTo(422);
    assertThat(alone.body())
        .contains("settings.token", "settings.key", "has to be given again")
        .doesNotContain("swordfish7");
    assertThat(rule.status()).isEqualTo(200);
    assertThat(anew.status()).as(anew.body()).isEqualTo(200);
  }

  @Test
  void shouldGiveUpAfterADayAndForgetWhatWasDeliveredAfterAWeek() {
    var answer = new AtomicInteger(503);
    try (Receiver receiver = Receiver.answering(got -> answer.get())) {
      add(webhook("aged", receiver.url("/"), "sink-aged-1", "sink-aged-2", "sink-young"));
      happen("sink-aged-1", "sink-aged-2", "sink-young");
      await("aged", sink -> sink.path("failures").asInt() > 0);
      JDBI.useHandle(handle ->
          handle.execute(
              "update sink_deliveries set since = now() - interval '25 hours'"
                  + " where subject like 'server/sink-aged-_'"));

      await("aged", sink -> sink.path("dead").asInt() == 2);

      assertThat(letters("aged"))
          .allSatisfy(letter ->
              assertThat(letter.path("error").asString()).isEqualTo("it answers with status 503"));
      answer.set(204);
      await("aged", sink -> sink.path("waiting").asInt() == 0);
      JDBI.useHandle(handle ->
          handle.execute(
              "update sink_deliveries set ended_at = now() - interval '8 days'"
                  + " where subject like 'server/sink-aged-_' or subject = 'server/sink-young'"));
      assertThat(PLATFORM.part(Deliveries.class).expire()).isEqualTo(1);
      assertThat(sink("aged").path("dead").asInt()).isEqualTo(2);
    }
  }

  @Test
  void shouldShowNoSecretAndUseTheNewestValueOfANamedOne() {
    OWNER.send(
        "PUT", "/api/v1/secrets/sink-key", Map.of("value", "the first value of it"), Map.of());
    try (Receiver receiver = Receiver.willing()) {
      Map<String, Object> hidden = webhook("hidden", receiver.url("/canary-of-url"), "sink-hidden");
      hidden.put(
          "settings",
          Map.of(
              "url", receiver.url("/canary-of-url"),
              "key", "secret://sink-key",
              "token", "canary-of-token"));
      add(hidden);
      assertThat(OWNER.post(PATH + "/hidden/test", null).json().path("delivered").asBoolean())
          .isTrue();
      Receiver.Got test = receiver.next();
      assertThat(test.header("Authorization")).isEqualTo("Bearer canary-of-token");
      assertThat(test.header("webhook-id")).startsWith("test_");
      assertThat(test.json().path("kind").asString()).isEqualTo("test");
      OWNER.send(
          "PUT", "/api/v1/secrets/sink-key", Map.of("value", "the second value of it"), Map.of());
      assertThat(OWNER.delete("/api/v1/secrets/sink-key").body()).contains("sink hidden");

      happen("sink-hidden");

      Receiver.Got got = receiver.next();
      assertThat(got.header("webhook-signature"))
          .isEqualTo(
              WebhookSignature.of(
                  WebhookSignature.key("the second value of it"),
                  got.header("webhook-id"),
                  Long.parseLong(got.header("webhook-timestamp")),
                  got.body()));
      assertThat(sink("hidden").path("settings").path("key").asString())
          .isEqualTo("secret://sink-key");
      assertThat(
              OWNER.get(PATH).body()
                  + OWNER.get(PATH + "/hidden").body()
                  + OWNER.get("/api/v1/audit?limit=200").body())
          .contains("notify sink add hidden")
          .doesNotContain("canary-of", "value of it");
      List<String> rows =
          JDBI.withHandle(handle ->
              handle.createQuery("select cast(s as text) from sinks s").mapTo(String.class).list());
      assertThat(rows).noneMatch(row -> row.contains("canary-of"));
    }
  }

  @Test
  void shouldFollowNoRedirectAndSendNowhereThatIsForbiddenMeanwhile() {
    try (Receiver receiver = Receiver.answering(got -> 302)) {
      add(webhook("moved", receiver.url("/"), "sink-moved"));

      JsonNode tested = OWNER.post(PATH + "/moved/test", null).json();

      assertThat(tested.path("error").asString()).contains("302", "redirect");
      assertThat(receiver.got).hasSize(1);
      SinkFixture.allowThisMachine(false);
      assertThat(OWNER.post(PATH + "/moved/test", null).json().path("error").asString())
          .contains("this machine", "notify.private-addresses");
      assertThat(receiver.got).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://localhost:8080/x",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://168.63.129.16/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://[fc00::1]/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://example.com@127.0.0.1/",
        "http://127.0.0.1#@example.com/",
        "http://127.0.0.1\\@example.com/",
        "http://①②⑦.⓪.⓪.①/",
        "http://user:pw@example.com/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://example.com/",
        "jar:http://x!/",
        "//example.com/",
        "example.com",
        "http://",
        "http:///x",
        "http://example.com:0/",
        "http://example.com:70000/",
        "http://example.com/\r\nX: y",
        "",
        " "
      })
  void shouldRefuseAnAddressToWhichNothingIsSent(String url) {
    SinkFixture.allowThisMachine(false);

    Answer answer = OWNER.post(PATH, webhook("inner", url));

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("errors").path(0).path("field").asString())
        .isEqualTo("settings.url");
  }

  @Test
  void shouldTakeEveryAddressOfThisMachineForThisMachine() throws SocketException {
    List<InetAddress> ours =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address)
            .toList();

    assertThat(ours)
        .isNotEmpty()
        .allSatisfy(address ->
            assertThatThrownBy(() -> Destinations.check(address, 1, Purpose.SINKS))
                .isInstanceOf(ForbiddenDestination.class)
                .hasMessageContaining("this machine"));
  }

  @Test
  void shouldSayAllThatIsWrongWithASink() {
    Map<String, Object> sink = webhook("wrong", "https://example.com/");
    sink.put("settings", Map.of("key", "short", "token", "secret://none-such", "other", "x"));

    assertThat(
            OWNER
                .post(PATH, sink)
                .json()
                .path("errors")
                .valueStream()
                .map(error -> error.path("field").asString()))
        .containsExactlyInAnyOrder(
            "settings.key", "settings.token", "settings.other", "settings.url");
    sink.put("kinds", List.of("No Kind"));
    assertThat(OWNER.post(PATH, sink).json().path("errors").path(0).path("field").asString())
        .isEqualTo("kinds");
    sink.put("type", "carrier-pigeon");
    assertThat(OWNER.post(PATH, sink).json().path("errors").path(0).path("field").asString())
        .isEqualTo("type");
  }

  @Test
  void shouldKeepTheSinksOfAnOrganisationToItself() {
    OWNER.post("/api/v1/organisations", Map.of("name", "sinkers"));
    PLATFORM.part(Users.class).add("sinkers", "sinkers-ada");
    PLATFORM
        .part(Grants.class)
        .add("sinkers", "sinkers-ada", "admin", new Selector("all"), null, "admin");
    Http foreign = OWNER.as(PLATFORM.part(Tokens.class).issue("sinkers-ada", TokenKind.CLI, null));
    try (Receiver ours = Receiver.answering(got -> 422);
        Receiver theirs = Receiver.willing()) {
      add(webhook("mine", ours.url("/"), "sink-mine"));
      Map<String, Object> other = new HashMap<>(webhook("mine", theirs.url("/")));
      assertThat(foreign.post(PATH, other).status()).isEqualTo(201);
      happen("sink-mine");
      ours.next();
      await("mine", sink -> sink.path("dead").asInt() == 1);
      long id = letters("mine").path(0).path("id").asLong();

      assertThat(foreign.get(PATH).json().path("items")).hasSize(1);
      assertThat(foreign.get(DEAD).json().path("items")).isEmpty();
      assertThat(foreign.get(DEAD + "/" + id).status()).isEqualTo(404);
      assertThat(foreign.post(DEAD + "/resend", Map.of("ids", List.of(id))).json().path("number"))
          .hasToString("0");
      assertThat(foreign.post(DEAD + "/drop", Map.of("all", true)).json().path("number"))
          .hasToString("0");
      JDBI.useTransaction(handle ->
          Outbox.record(
              handle,
              NewEvent.ofServer(EventKind.SERVER_REMOVED, "sinkers", "web-9@sinkers", Map.of())));
      assertThat(theirs.next().json().path("server").asString()).isEqualTo("web-9");
      assertThat(theirs.got).hasSize(1);
      assertThat(OWNER.delete("/api/v1/organisations/sinkers").body()).contains("sinks");
      assertThat(foreign.delete(PATH + "/mine").status()).isEqualTo(204);
      assertThat(sink("mine").path("name").asString()).isEqualTo("mine");
    }
  }

  @Test
  void shouldLetOnlyWhoeverMayConfigureSinks() {
    Http viewer = PLATFORM.user("sink-viewer", "viewer", "all");
    Http auditor = PLATFORM.user("sink-auditor", "auditor", "all");

    assertThat(viewer.get(PATH).status()).isEqualTo(403);
    assertThat(viewer.get(DEAD).status()).isEqualTo(403);
    assertThat(auditor.get(PATH).status()).isEqualTo(200);
    assertThat(auditor.post(PATH, webhook("auditors", "https://example.com/")).status())
        .isEqualTo(403);
  }
}
