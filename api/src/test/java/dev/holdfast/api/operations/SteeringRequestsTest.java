package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.SteeringRequests;
import dev.holdfast.platform.operation.SteeringRequests.Wish;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people want of operations while no worker runs, as if their request had been given up. */
final class SteeringRequestsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  private final SteeringRequests requests = PLATFORM.part(SteeringRequests.class);
  private final SteeringSender sender = PLATFORM.part(SteeringSender.class);
  private final String id = start();
  private final String path = "/api/v1/operations/" + id;

  private static String start() {
    OWNER.post("/api/v1/servers", Fixtures.server("wanted-1"));
    String id =
        OWNER
            .post("/api/v1/operations", Map.of("type", "lockdown", "selector", "wanted-1"))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    return id;
  }

  @AfterEach
  void cancel() {
    OWNER.post(path + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
  }

  /** Sends what waits until the operation looks so. */
  private JsonNode sentUntil(Predicate<JsonNode> looks) throws InterruptedException {
    JsonNode now = OWNER.get(path).json();
    while (!looks.test(now)) {
      sender.sendAgain(Duration.ZERO);
      TimeUnit.MILLISECONDS.sleep(20);
      now = OWNER.get(path).json();
    }
    return now;
  }

  @Test
  void shouldSendOneAfterTheOtherUntilTheyAreTaken() throws Exception {
    Wish first = wish(11);
    Wish second = wish(12);
    assertThat(requests.isNext(first)).isTrue();
    assertThat(requests.isNext(second)).isFalse();
    JsonNode waiting = OWNER.get(path).json().path("wanted");
    assertThat(waiting.size()).isEqualTo(2);
    assertThat(waiting.path(0).path("action").asString()).isEqualTo("concurrency");
    assertThat(waiting.path(0).path("by").asString()).isEqualTo("ann");
    assertThat(OWNER.get(path + "/explain").body())
        .contains("a worker to hear the concurrency of ann, which is recorded");
    assertThat(requests.due(Duration.ZERO)).contains(first).doesNotContain(second);

    JsonNode then = sentUntil(now -> !now.has("wanted"));

    assertThat(then.path("concurrency").asInt()).isEqualTo(12);
  }

  private Wish wish(int servers) {
    return requests.record(
        id, "concurrency", "{\"servers\":%d,\"by\":\"ann\"}".formatted(servers), "ann");
  }

  @Test
  void shouldRecordOtherHoursWhileWhatWasWantedBeforeIsNotHeard() throws Exception {
    Wish _ = wish(11);

    Answer answer = OWNER.post(path + "/window", Map.of("now", true));

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().at("/wanted/1/action").asString()).isEqualTo("window");
    JsonNode then = sentUntil(now -> !now.has("wanted"));
    assertThat(then.at("/servers/0/error").asString()).isEqualTo("window null by admin");
  }

  @Test
  void shouldHaveItsEffectOnceWhenItIsSentTwice() throws Exception {
    Wish wish = wish(11);

    sender.send(wish).get();
    sender.send(wish).get();

    assertThat(OWNER.get(path).json().path("concurrency").asInt()).isEqualTo(11);
  }

  @Test
  void shouldKeepWhyItWasRefused() throws Exception {
    requests.record(id, "retry", "{\"servers\":[],\"by\":\"ann\"}", "ann");

    JsonNode then = sentUntil(now -> now.at("/wanted/0").has("refusal"));

    assertThat(then.at("/wanted/0/refusal").asString())
        .isEqualTo("there is no server on which it has failed");
    assertThat(OWNER.get(path + "/explain").body()).doesNotContain("a worker to hear");
    assertThat(OWNER.post(path + "/concurrency", Map.of("concurrency", 9)).status()).isEqualTo(200);
  }

  @Test
  void shouldForgetWhatIsWantedOfAnOperationThatHasEnded() throws Exception {
    Wish wish = wish(11);
    OWNER.post(path + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");

    sentUntil(now -> !now.has("wanted"));

    assertThat(requests.due(Duration.ZERO)).doesNotContain(wish);
  }
}
