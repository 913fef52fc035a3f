package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ParkedServers;
import dev.holdfast.schemas.operation.FleetActivities.NextServers;
import dev.holdfast.schemas.operation.FleetActivities.Offline;
import dev.holdfast.schemas.operation.FleetActivities.OfflineLook;
import dev.holdfast.schemas.operation.FleetActivities.ParkOffline;
import dev.holdfast.schemas.operation.FleetActivities.QueueBack;
import dev.holdfast.schemas.operation.FleetActivities.Which;
import dev.holdfast.schemas.operation.FleetActivities.WindowLook;
import dev.holdfast.schemas.operation.FleetActivities.WindowTime;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Servers that are left for later: outside of the window, or while they cannot be reached. */
final class ParkedServersTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final String SATURDAYS = "sat 02:00-06:00 Europe/Berlin";
  private static final Instant FRIDAY = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant OPENS = Instant.parse("2026-11-28T01:00:00Z");

  private final Jdbi jdbi = PLATFORM.part(Jdbi.class);
  private final ParkedServers parked = new ParkedServers(jdbi);
  private final Operations operations = new Operations(jdbi, PLATFORM.part(AtRest.class));
  private final String one = server();
  private final String other = server();
  private final String id = start();
  private final String path = "/api/v1/operations/" + id;

  private static String server() {
    String name = "parked-" + NUMBERS.incrementAndGet();
    assertThat(OWNER.post("/api/v1/servers", Fixtures.server(name)).status()).isEqualTo(201);
    return name;
  }

  private String start() {
    Answer started =
        OWNER.post(
            "/api/v1/operations",
            Map.of("type", "lockdown", "selector", one + "|" + other, "window", "  " + SATURDAYS));
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    Fixtures.awaitState(OWNER, started.text("id"), "awaiting-approval");
    return started.text("id");
  }

  @AfterEach
  void cancel() {
    OWNER.post(path + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
  }

  private WindowTime look(@Nullable String window, Instant at, String... underWay) {
    return parked.look(new WindowLook(id, window, at.toEpochMilli(), true, List.of(underWay)));
  }

  private JsonNode onServer(String name) {
    for (JsonNode server : OWNER.get(path).json().path("servers")) {
      if (server.path("name").asString().equals(name)) {
        return server;
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void shouldParkOutsideOfTheWindowAndQueueWithin() {
    assertThat(OWNER.get(path).json().path("window").path("hours").asString()).isEqualTo(SATURDAYS);

    assertThat(look(SATURDAYS, FRIDAY, other))
        .isEqualTo(new WindowTime(false, OPENS.toEpochMilli()));
    operations.recordOperation(new OperationUpdate(id, OperationState.PARKED, null, null));

    JsonNode document = OWNER.get(path).json();
    assertThat(document.path("window").path("open").asBoolean()).isFalse();
    assertThat(document.path("window").path("until").asString()).isEqualTo(OPENS.toString());
    assertThat(document.path("progress").path("parked").asInt()).isEqualTo(1);
    assertThat(onServer(one).path("parked").path("why").asString()).isEqualTo("window");
    assertThat(onServer(one).path("parked").path("until").asString()).isEqualTo(OPENS.toString());
    assertThat(onServer(other).path("state").asString()).isEqualTo("queued");
    assertThat(new FleetRows(jdbi).next(new NextServers(id, Which.QUEUED, "", 10)))
        .as("the next run of the workflow finds what waits")
        .extracting(FleetTarget::server)
        .containsExactlyInAnyOrder(one, other);
    assertThat(OWNER.get(path + "/explain").body())
        .contains("the window " + SATURDAYS + ", which opens at 2026-11-28T01:00:00Z")
        .contains("./holdfast ops window " + id + " --now");

    assertThat(look(null, FRIDAY)).isEqualTo(new WindowTime(true, null));
    assertThat(onServer(one).path("state").asString()).isEqualTo("queued");
    assertThat(onServer(one).has("parked")).isFalse();
    assertThat(OWNER.get(path).json().has("window")).isFalse();
  }

  @Test
  void shouldParkWhatCannotBeReachedUntilItIsBackOrItsTimeIsOver() {
    unreachable(one);
    unreachable(other);
    ParkOffline first =
        new ParkOffline(id, List.of(new FleetTarget(one, null, null, 1)), millis(60));
    assertThat(parked.parkOffline(first)).isEqualTo(1);
    assertThat(parked.parkOffline(first)).isEqualTo(1);
    assertThat(parked.parkOffline(new ParkOffline(id, List.of(), millis(120)))).isEqualTo(2);
    assertThat(onServer(one).path("parked").path("why").asString()).isEqualTo("offline");
    assertThat(new FleetRows(jdbi).next(new NextServers(id, Which.QUEUED, "", 10))).isEmpty();
    assertThat(OWNER.get(path + "/explain").body())
        .contains("a connection to it", "--server " + one, "ops skip " + id);

    Offline now = parked.listOffline(new OfflineLook(id, "look-1", millis(30), 1));
    assertThat(now.servers()).containsExactly(new FleetTarget(one, null, null, 1));
    assertThat(now.all()).isEqualTo(2);
    assertThat(now.expired()).isZero();
    for (int delivery = 1; delivery <= 2; delivery++) {
      Offline later = parked.listOffline(new OfflineLook(id, "look-2", millis(90), 10));
      assertThat(later.servers()).extracting(FleetTarget::server).containsExactly(other);
      assertThat(later.expired()).isEqualTo(1);
    }
    assertThat(onServer(one).path("state").asString()).isEqualTo("unreachable");

    for (int delivery = 1; delivery <= 2; delivery++) {
      assertThat(parked.queueBack(new QueueBack(id, "look-3", List.of(one, other))))
          .containsExactly(new FleetTarget(other, null, null, 2));
    }
    assertThat(onServer(other).path("state").asString()).isEqualTo("queued");
    assertThat(onServer(other).path("attempt").asInt()).isEqualTo(2);
  }

  @Test
  void shouldNotBeginToWaitAnewWhenAServerIsLostOnceMore() {
    unreachable(one);
    parked.parkOffline(new ParkOffline(id, List.of(), millis(60)));
    parked.queueBack(new QueueBack(id, "back", List.of(one)));
    operations.recordServers(
        id, List.of(new ServerResult(one, ServerState.UNREACHABLE, 0, 0, null, "no route").by(2)));

    parked.parkOffline(new ParkOffline(id, List.of(), millis(600)));

    assertThat(Instant.parse(onServer(one).path("parked").path("until").asString()).toEpochMilli())
        .isEqualTo(millis(60));
  }

  /** A worker that dies after its word has reached the operation says it again. */
  @Test
  void shouldStayParkedWhenItIsSaidAgainThatItCannotBeReached() {
    unreachable(one);
    parked.parkOffline(new ParkOffline(id, List.of(), millis(60)));

    unreachable(one);

    assertThat(onServer(one).path("state").asString()).isEqualTo("parked");
    assertThat(parked.listOffline(new OfflineLook(id, "look-1", millis(30), 1)).all()).isEqualTo(1);

    operations.recordServers(
        id, List.of(new ServerResult(one, ServerState.SKIPPED, 0, 0, null, "left out")));
    assertThat(onServer(one).path("state").asString()).isEqualTo("skipped");
  }

  @Test
  void shouldTakeOtherHoursAndRefuseWhatIsNone() {
    JsonNode now = OWNER.post(path + "/window", Map.of("now", true)).json();
    assertThat(now.at("/servers/0/error").asString()).startsWith("window null by ");
    JsonNode set = OWNER.post(path + "/window", Map.of("window", "daily  01:00-02:00")).json();
    assertThat(set.at("/servers/0/error").asString()).startsWith("window daily 01:00-02:00 by ");

    assertThat(OWNER.post(path + "/window", Map.of("window", "sat")).body())
        .contains("'sat' is not like 'sat 02:00-06:00 Europe/Berlin'");
    assertThat(OWNER.post(path + "/window", Map.of()).status()).isEqualTo(422);
    Answer start =
        OWNER.post(
            "/api/v1/operations",
            Map.of("type", "lockdown", "selector", one, "window", "sat 02:00-06:00 Nowhere"));
    assertThat(start.status()).isEqualTo(422);
    assertThat(start.body()).contains("'Nowhere' is not a time zone");
  }

  private static long millis(int seconds) {
    return Instant.parse("2026-11-28T01:00:00Z").plusSeconds(seconds).toEpochMilli();
  }

  private void unreachable(String server) {
    operations.recordServers(
        id, List.of(new ServerResult(server, ServerState.UNREACHABLE, 0, 0, null, "no route")));
  }
}
