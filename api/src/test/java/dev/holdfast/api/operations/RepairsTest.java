package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.operation.ServerRepairs;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.operation.FleetActivities.Ending;
import dev.holdfast.schemas.operation.FleetActivities.QueueAgain;
import dev.holdfast.schemas.operation.FleetActivities.QueuedAgain;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.step.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Servers on which a running operation has failed: tried once more, fixed, left out. */
final class RepairsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Jdbi jdbi = PLATFORM.part(Jdbi.class);
  private final ServerRepairs repairs = new ServerRepairs(jdbi, PLATFORM.part(AtRest.class));
  private final Operations operations = new Operations(jdbi, PLATFORM.part(AtRest.class));
  private final String one = server();
  private final String other = server();
  private final String id = start(Map.of("onFailure", "wait"));
  private final String path = "/api/v1/operations/" + id;

  private static String server() {
    String name = "repair-" + NUMBERS.incrementAndGet();
    assertThat(OWNER.post("/api/v1/servers", Fixtures.server(name)).status()).isEqualTo(201);
    return name;
  }

  private String start(Map<String, Object> more) {
    Map<String, Object> request =
        new HashMap<>(Map.of("type", "lockdown", "selector", one + "|" + other));
    request.putAll(more);
    Answer started = OWNER.post("/api/v1/operations", request);
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    Fixtures.awaitState(OWNER, started.text("id"), "awaiting-approval");
    return started.text("id");
  }

  @AfterEach
  void cancel() {
    OWNER.post(path + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
  }

  private void record(String server, ServerState state, @Nullable Integer attempt) {
    operations.recordServers(
        id, List.of(new ServerResult(server, state, 0, 0, "sha256:x", "so it was").by(attempt)));
  }

  private QueuedAgain queue(String request, String... servers) {
    return repairs.queueAgain(new QueueAgain(id, request, List.of(servers), null, "ann"));
  }

  @Test
  void shouldQueueAgainOnceForEachRequest() {
    record(one, ServerState.FAILED, 1);
    record(other, ServerState.UNREACHABLE, 1);

    QueuedAgain first = queue("request-1");

    assertThat(first.refused()).isEmpty();
    assertThat(first.targets())
        .containsExactly(
            new FleetTarget(one, null, null, 2), new FleetTarget(other, null, null, 2));
    assertThat(queue("request-1")).isEqualTo(first);
    record(one, ServerState.RUNNING, 2);
    assertThat(queue("request-1").targets()).extracting(FleetTarget::server).containsExactly(other);
    record(one, ServerState.FAILED, 2);
    assertThat(queue("request-1", one).targets()).isEmpty();
    assertThat(queue("request-2", one).targets())
        .extracting(FleetTarget::attempt)
        .containsExactly(3);
    JsonNode document = OWNER.get(path + "/servers").json().at("/items/0");
    assertThat(document.path("attempt").asInt()).isEqualTo(3);
    assertThat(document.path("state").asString()).isEqualTo("queued");
    assertThat(document.path("error").isNull()).isTrue();
  }

  @Test
  void shouldQueueNoneWhenOneOfThemMayNotBe() {
    record(one, ServerState.FAILED, 1);
    record(other, ServerState.SUCCEEDED, 1);

    QueuedAgain refused = queue("request-1", one, other, "nobody");

    assertThat(refused.targets()).isEmpty();
    assertThat(refused.refused())
        .containsExactly(
            "nobody is none of the operation's servers",
            other + " cannot be tried once more, it is succeeded");
    assertThat(new FleetRows(jdbi).state(id, one)).isEqualTo(ServerState.FAILED);
  }

  @Test
  void shouldDropWhatAnEarlierAttemptSays() {
    record(one, ServerState.INTERRUPTED, 1);
    queue("request-1", one);

    record(one, ServerState.FAILED, 1);
    record(one, ServerState.SUCCEEDED, null);

    assertThat(new FleetRows(jdbi).state(id, one)).isEqualTo(ServerState.QUEUED);
    record(one, ServerState.SUCCEEDED, 2);
    assertThat(new FleetRows(jdbi).state(id, one)).isEqualTo(ServerState.SUCCEEDED);
  }

  @Test
  void shouldKeepTheHashThatWasApprovedAndForgetItForAnotherInput() {
    FleetRows rows = new FleetRows(jdbi);
    rows.planned(id, new ServerResult(one, ServerState.QUEUED, 2, 0, "sha256:approved", null));
    rows.end(id, Ending.UNCHANGED);
    operations.recordServers(
        id, List.of(new ServerResult(one, ServerState.FAILED, 2, 0, "sha256:moved", "no")));

    assertThat(queue("request-1", one).targets())
        .extracting(FleetTarget::planHash)
        .containsExactly("sha256:approved");

    record(one, ServerState.FAILED, 2);
    Map<String, Object> input = Map.of("confirmWithinSeconds", 90);
    assertThat(
            repairs
                .queueAgain(new QueueAgain(id, "request-2", List.of(one), input, "ann"))
                .targets())
        .containsExactly(new FleetTarget(one, null, null, 3, true));
    assertThat(new ServerInputs(jdbi, PLATFORM.part(AtRest.class)).find(id, one))
        .contains("{\"confirmWithinSeconds\":90}");
    assertThat(OWNER.get(path).json().at("/servers/0/input/fixedBy").asString()).isEqualTo("ann");
  }

  @Test
  void shouldLeaveOutAServerOnWhichItHasFailed() {
    record(one, ServerState.FAILED, 1);
    record(other, ServerState.SUCCEEDED, 1);

    repairs.skip(id, one, "skipped by ann");
    repairs.skip(id, other, "skipped by ann");

    assertThat(new FleetRows(jdbi).state(id, one)).isEqualTo(ServerState.SKIPPED);
    assertThat(new FleetRows(jdbi).state(id, other)).isEqualTo(ServerState.SUCCEEDED);
  }

  @Test
  void shouldSayUntilWhenItWaitsAndWhatToDo() {
    Instant until = Instant.parse("2031-01-01T00:00:00Z");
    repairs.waits(id, until);

    assertThat(OWNER.get(path).json().path("waitsUntil").asString()).isEqualTo(until.toString());
    assertThat(OWNER.get(path + "/explain").json().path("reasons").toString())
        .contains("somebody to see to the servers on which it has failed, until " + until)
        .contains("ops retry " + id);

    repairs.waits(id, null);
    assertThat(OWNER.get(path).json().has("waitsUntil")).isFalse();
  }

  @Test
  void shouldKeepInTheLedgerWhatWasThereBeforeTheFirstAttempt() {
    Ledger ledger = new Ledger(jdbi, PLATFORM.part(AtRest.class));
    Resource none = new Resource.SudoRules("ops", "none");
    Resource some = new Resource.SudoRules("ops", "some");
    Resource all = new Resource.SudoRules("ops", "all");

    ledger.applied(step(1), List.of(change(none, some)));
    ledger.applied(step(1001), List.of(change(some, all)));
    ledger.applied(step(1001), List.of(change(some, all)));

    assertThat(ledger.changes(id, one))
        .singleElement()
        .satisfies(change -> {
          assertThat(change.before()).isEqualTo(none);
          assertThat(change.desired()).isEqualTo(all);
        });

    ledger.applied(step(2001), List.of(change(all, none)));

    assertThat(ledger.changes(id, one)).isEmpty();
  }

  private Step step(int generation) {
    return new Step(id, one, "apply/sudo", generation, 1, "Change sudo");
  }

  private static Change change(Resource before, Resource desired) {
    return new Change(
        before.subject(), Change.Action.UPDATE, "Change", "", Change.Risk.LOW, before, desired);
  }

  @Test
  void shouldHandRetriesToTheOperation() {
    Answer retried = OWNER.post(path + "/retry", Map.of("servers", List.of(one)));

    assertThat(retried.status()).isEqualTo(200);
    assertThat(retried.json().at("/servers/0/error").asString())
        .isEqualTo("tried once more by admin");
    Answer none = OWNER.post(path + "/retry", Map.of());
    assertThat(none.status()).isEqualTo(409);
    assertThat(none.body()).contains("there is no server on which it has failed");
    assertThat(OWNER.post(path + "/retry", Map.of("servers", List.of("web-none"))).body())
        .contains("is none of the operation's servers");
  }

  @Test
  void shouldCheckAFixLikeAStart() {
    Answer wrong = OWNER.post(path + "/fix", Map.of("server", one, "overrides", Map.of("nix", 1)));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("input.nix").contains("is not known here");
    assertThat(OWNER.post(path + "/fix", Map.of("server", one)).body())
        .contains("say what is different");

    Answer fixed =
        OWNER.post(
            path + "/fix", Map.of("server", one, "overrides", Map.of("confirmWithinSeconds", 90)));

    assertThat(fixed.status()).as(fixed.body()).isEqualTo(200);
    assertThat(fixed.json().at("/servers/0/error").asString())
        .isEqualTo("fixed by admin: {confirmWithinSeconds=90}");
  }

  @Test
  void shouldNameTheRemedyWhenItHasEnded() {
    OWNER.post(path + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");

    Answer ended = OWNER.post(path + "/retry", Map.of());

    assertThat(ended.status()).isEqualTo(409);
    assertThat(ended.body()).contains("./holdfast ops rerun " + id + " --failed");
  }

  @Test
  void shouldRefuseAWaitThatIsNone() {
    assertThat(
            OWNER
                .post(
                    "/api/v1/operations",
                    Map.of("type", "lockdown", "selector", one, "expireSeconds", 60))
                .body())
        .contains("expireSeconds")
        .contains("is for onFailure wait");
    assertThat(
            OWNER
                .post(
                    "/api/v1/operations",
                    Map.of(
                        "type",
                        "lockdown",
                        "selector",
                        one,
                        "onFailure",
                        "wait",
                        "expireSeconds",
                        5))
                .body())
        .contains("must be from 1 minute to 90 days");
  }
}
