package dev.holdfast.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.RawHttp;
import dev.holdfast.api.testing.TestPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client sends wrong is the client's mistake, and never an error of ours. */
final class MalformedRequestsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  @Test
  void shouldRefuseParametersThatCannotBeRead() throws IOException {
    String token = "Authorization: Bearer " + OWNER.token();
    try (var raw = new RawHttp(PLATFORM.config().api().port())) {
      for (String path :
          List.of("/api/v1/servers", "/api/v1/operations", "/api/v1/audit", "/ws/v1/events")) {
        for (String query : List.of("=x", "%ff=x", "a=%ff", "server=%00", "server=a%0ab", "%=x")) {
          RawHttp.Answer answer = raw.send("GET", path + "?" + query, token);
          assertThat(answer.status()).as(path + "?" + query).isEqualTo(400);
          assertThat(answer.isProblem()).isTrue();
        }
      }
    }
  }

  @Test
  void shouldRefuseTimesAndCursorsThatAreNone() {
    for (String since : List.of("%2B1000000000-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z")) {
      assertThat(OWNER.get("/api/v1/audit?since=" + since).status()).as(since).isEqualTo(422);
    }
    for (String list : List.of("/api/v1/audit", "/api/v1/operations", "/api/v1/servers")) {
      for (String made : List.of("x", "[\"x\",\"y\"]", "[\"+999999999-01-01T00:00:00Z\",\"y\"]")) {
        String cursor =
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(made.getBytes(StandardCharsets.UTF_8));
        assertThat(OWNER.get(list + "?cursor=" + cursor).status())
            .as(list + " " + made)
            .isIn(200, 400, 422);
      }
    }
  }

  @Test
  void shouldRefuseADocumentThatIsTooDeep() {
    Object deep = List.of();
    for (int depth = 0; depth < 64; depth++) {
      deep = List.of(deep);
    }
    Http.Answer answer =
        OWNER.post("/api/v1/operations", Map.of("type", "exec", "selector", "all", "input", deep));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("malformed-json", "64");
  }

  @Test
  void shouldRefuseNullsAndOtherTypesWithinLists() {
    Map<String, Object> server = new HashMap<>(Fixtures.server("nulls"));
    server.put("hostKeys", Collections.singletonList(null));
    assertThat(OWNER.post("/api/v1/servers", server).status()).isEqualTo(422);
    OWNER.post("/api/v1/servers", Fixtures.server("nulls"));
    for (String patch :
        List.of(
            "{\"authorities\":[null]}",
            "{\"authorities\":\"x\"}",
            "{\"revoked\":[1]}",
            "{\"revoked\":{}}",
            "{\"labels\":[]}",
            "{\"labels\":{\"a\":[]}}")) {
      assertThat(OWNER.patch("/api/v1/servers/nulls", patch).status()).as(patch).isEqualTo(422);
    }
    for (String body :
        List.of(
            "{\"effect\":\"deny\",\"selector\":\"all\",\"words\":[null]}",
            "{\"effect\":\"deny\",\"selector\":\"all\",\"words\":[[]]}")) {
      assertThat(OWNER.post("/api/v1/policies/commands", body).status()).as(body).isEqualTo(422);
    }
  }

  @Test
  void shouldRefuseWhatIsNoNameOfAnything() {
    for (String path :
        List.of("/api/v1/servers/%EF%BF%BF", "/api/v1/operations/%F0%9F%92%A5/logs?after=-1")) {
      assertThat(OWNER.get(path).status()).as(path).isBetween(400, 499);
    }
  }
}
