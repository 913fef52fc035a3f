package dev.holdfast.api.notify;

import static dev.holdfast.api.notify.SinkFixture.OWNER;
import static dev.holdfast.api.notify.SinkFixture.PATH;
import static dev.holdfast.api.notify.SinkFixture.add;
import static dev.holdfast.api.notify.SinkFixture.await;
import static dev.holdfast.api.notify.SinkFixture.happen;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Records to a real broker of Kafka. */
final class KafkaSinkTest {
  private static final TestCertificate CERTIFICATE = TestCertificate.of("127.0.0.1");
  private static TestKafka kafka;

  @BeforeAll
  static void start() throws Exception {
    SinkFixture.allowThisMachine(true);
    kafka = new TestKafka(CERTIFICATE);
    kafka.add("events", Map.of());
    kafka.add("narrow", Map.of("max.message.bytes", "100"));
  }

  @AfterAll
  static void stop() throws Exception {
    SinkFixture.remove("streamed", "narrow", "logged-in", "lured");
    SinkFixture.allowThisMachine(false);
    kafka.close();
  }

  private static Map<String, Object> sink(String name, Map<String, String> settings) {
    return Map.of(
        "name", name, "type", "kafka", "settings", settings, "servers", List.of("sink-" + name));
  }

  private static Map<String, String> open(String topic) {
    return Map.of("brokers", kafka.open(), "topic", topic, "transport", "tcp");
  }

  private static JsonNode tested(String name) {
    return OWNER.post(PATH + "/" + name + "/test", null).json();
  }

  private static String error(String name, Map<String, String> settings) {
    assertThat(OWNER.patch(PATH + "/" + name, Map.of("settings", settings)).status())
        .isEqualTo(200);
    return tested(name).path("error").asString();
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldWriteWhatHappensInItsOrder() {
    add(sink("streamed", open("events")));
    happen("sink-streamed", "sink-streamed", "sink-streamed", "sink-streamed", "sink-streamed");

    List<ConsumerRecord<String, String>> records = kafka.read("events", 5);

    List<JsonNode> events =
        OWNER
            .get("/api/v1/events?server=sink-streamed")
            .json()
            .path("items")
            .valueStream()
            .toList();
    var json = new JsonMapper();
    assertThat(records.stream().map(record -> json.readTree(record.value())))
        .containsExactlyElementsOf(events);
    assertThat(records)
        .allSatisfy(record -> {
          JsonNode event = json.readTree(record.value());
          assertThat(record.key()).isEqualTo("server/sink-streamed");
          assertThat(header(record, "id")).isEqualTo("evt_" + event.path("id").asLong());
          assertThat(header(record, "kind")).isEqualTo("server.removed");
          assertThat(header(record, "level")).isEqualTo("warning");
        });
    await("streamed", sink -> sink.path("waiting").asInt() == 0);
  }

  @Test
  void shouldKeepWhatTheTopicRefusesAsADeadLetter() {
    add(sink("narrow", open("narrow")));
    happen("sink-narrow");

    await("narrow", sink -> sink.path("dead").asInt() == 1);

    assertThat(OWNER.get("/api/v1/notify/dead?sink=narrow").body()).contains("MESSAGE_TOO_LARGE");
    assertThat(error("narrow", Map.of("topic", "none"))).contains("no such topic");
  }

  @Test
  void shouldLogInOverTls() {
    Map<String, String> settings = new HashMap<>();
    settings.put("brokers", "127.0.0.1:1, " + kafka.login());
    settings.put("topic", "narrow");
    settings.put("user", TestKafka.USER);
    settings.put("password", TestKafka.PASSWORD);
    settings.put("ca", CERTIFICATE.pem());
    add(sink("logged-in", settings));
    // Where a login fails nobody gets as far as the topic.
    assertThat(tested("logged-in").path("error").asString()).contains("MESSAGE_TOO_LARGE");
    assertThat(OWNER.get(PATH + "/logged-in").body()).doesNotContain(TestKafka.PASSWORD);

    Map<String, String> again = Map.of("password", TestKafka.PASSWORD);
    assertThat(error("logged-in", Map.of("password", "wrong")))
        .isEqualTo("it does not accept the user and the password");
    assertThat(error("logged-in", Map.of("password", "wrong", "mechanism", "plain")))
        .isEqualTo("it does not accept the user and the password");
    assertThat(error("logged-in", again)).contains("MESSAGE_TOO_LARGE");
    assertThat(error("logged-in", Map.of("password", TestKafka.PASSWORD, "mechanism", "")))
        .contains("MESSAGE_TOO_LARGE");
    assertThat(
            error(
                "logged-in",
                Map.of(
                    "password", TestKafka.PASSWORD, "ca", TestCertificate.of("127.0.0.1").pem())))
        .contains("no TLS connection");
  }

  @Test
  void shouldNotGoWhereABrokerSendsIt() {
    Map<String, String> settings = new HashMap<>(open("events"));
    settings.put("brokers", kafka.luring());
    add(sink("lured", settings));

    assertThat(tested("lured").path("error").asString())
        .startsWith(TestKafka.ELSEWHERE + ", which leads partition ")
        .contains("an address to which nothing is sent");
  }

  @Test
  void shouldRefuseWhatIsNoBrokerAndNoTopic() {
    assertThat(
            OWNER
                .post(
                    PATH,
                    sink(
                        "badly",
                        Map.of(
                            "brokers", "kafka.example.com",
                            "topic", "a topic",
                            "transport", "tcp",
                            "mechanism", "plain",
                            "user", "holdfast")))
                .json()
                .path("errors")
                .valueStream()
                .map(error -> error.path("field").asString()))
        .containsExactlyInAnyOrder(
            "settings.brokers", "settings.topic", "settings.mechanism", "settings.password");
    SinkFixture.allowThisMachine(false);
    try {
      assertThat(OWNER.post(PATH, sink("inner", open("events"))).body())
          .contains("settings.brokers", "this machine");
    } finally {
      SinkFixture.allowThisMachine(true);
    }
  }
}
