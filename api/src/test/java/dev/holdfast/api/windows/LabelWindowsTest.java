package dev.holdfast.api.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.ParkedServers;
import dev.holdfast.schemas.operation.FleetActivities.NextServers;
import dev.holdfast.schemas.operation.FleetActivities.Which;
import dev.holdfast.schemas.operation.FleetActivities.WindowLook;
import dev.holdfast.schemas.operation.FleetActivities.WindowTime;
import dev.holdfast.schemas.operation.FleetTarget;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Hours that servers have by their labels. */
final class LabelWindowsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final String SATURDAYS = "sat 02:00-06:00 Europe/Berlin";
  private static final Instant FRIDAY = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant OPENS = Instant.parse("2026-11-28T01:00:00Z");

  private final Jdbi jdbi = PLATFORM.part(Jdbi.class);
  private final ParkedServers parked = new ParkedServers(jdbi);
  private final String one = server();
  private final String other = server();
  private final String window = "window-of-" + one;

  private static String server() {
    String name = "windowed-" + NUMBERS.incrementAndGet();
    assertThat(OWNER.post("/api/v1/servers", Fixtures.server(name)).status()).isEqualTo(201);
    return name;
  }

  @AfterEach
  void removeWindows() {
    for (JsonNode each : OWNER.get("/api/v1/windows").json().path("items")) {
      OWNER.delete("/api/v1/windows/" + each.path("name").asString());
    }
  }

  private static Answer set(String name, String selector, String hours) {
    return OWNER.send(
        "PUT", "/api/v1/windows/" + name, Map.of("selector", selector, "hours", hours), Map.of());
  }

  private Answer start(Http who, String type, Map<String, Object> input, Map<String, Object> more) {
    var request = new HashMap<String, Object>(more);
    request.put("type", type);
    request.put("selector", one + "|" + other);
    request.put("input", input);
    return who.post("/api/v1/operations", request);
  }

  private static Map<String, Object> command() {
    return Map.of("command", List.of("true"));
  }

  private static String hours(Answer operation) {
    return operation.json().path("window").path("hours").asString("");
  }

  @Test
  void shouldBeTheDefaultOfWhatChangesSuchServers() {
    assertThat(set(window, "test=" + one, SATURDAYS).status()).isEqualTo(201);

    assertThat(hours(start(OWNER, "exec", command(), Map.of()))).isEqualTo("of its servers");
    assertThat(hours(start(OWNER, "lockdown", Map.of(), Map.of()))).isEqualTo("of its servers");
    var reading = new HashMap<String, Object>(command());
    reading.put("readOnly", true);
    assertThat(hours(start(OWNER, "exec", reading, Map.of()))).isEmpty();
    assertThat(hours(start(OWNER, "exec", command(), Map.of("dryRun", true)))).isEmpty();
    Map<String, Object> status = Map.of("unit", "cron", "action", "status");
    assertThat(hours(start(OWNER, "service", status, Map.of()))).isEmpty();
    assertThat(hours(start(OWNER, "fetch", Map.of("path", "/etc/hostname"), Map.of()))).isEmpty();
  }

  @Test
  void shouldParkEachServerOutsideOfItsOwnHours() {
    set(window, "test=" + one, SATURDAYS);
    String id = start(OWNER, "exec", command(), Map.of()).text("id");

    WindowTime friday = look(id, FRIDAY);

    assertThat(friday).isEqualTo(new WindowTime(true, OPENS.toEpochMilli(), 1, List.of()));
    assertThat(next(id)).containsExactly(other);
    JsonNode shown = OWNER.get("/api/v1/operations/" + id).json();
    assertThat(shown.path("progress").path("parked").asInt()).isEqualTo(1);
    assertThat(shown.path("window").path("until").asString()).isEqualTo(OPENS.toString());
    assertThat(OWNER.get("/api/v1/operations/" + id + "/plan").json().path("window").path("hours"))
        .isEqualTo(shown.path("window").path("hours"));

    WindowTime saturday = look(id, OPENS);
    assertThat(saturday.closed()).isZero();
    assertThat(next(id)).containsExactlyInAnyOrder(one, other);
  }

  private WindowTime look(String id, Instant at) {
    return parked.look(new WindowLook(id, null, at.toEpochMilli(), true, List.of(), true));
  }

  private List<String> next(String id) {
    return new FleetRows(jdbi)
        .next(new NextServers(id, Which.QUEUED, "", 10, true)).stream()
            .map(FleetTarget::server)
            .toList();
  }

  @Test
  void shouldWaitForAllTheWindowsOfAServer() {
    set(window, "test=" + one, SATURDAYS);
    set(window + "-second", one, "sat 05:00-08:00 Europe/Berlin");
    String id = start(OWNER, "exec", command(), Map.of()).text("id");

    assertThat(look(id, Instant.parse("2026-11-28T02:00:00Z")).until())
        .isEqualTo(Instant.parse("2026-11-28T04:00:00Z").toEpochMilli());
    assertThat(look(id, Instant.parse("2026-11-28T04:30:00Z")).closed()).isZero();
    assertThat(look(id, Instant.parse("2026-11-28T05:30:00Z")).closed()).isEqualTo(1);
  }

  @Test
  void shouldKnowAMachineByItsOtherNames() {
    Map<String, Object> second = Fixtures.server(one + "-second");
    second.put("aliasOf", one);
    assertThat(OWNER.post("/api/v1/servers", second).status()).isEqualTo(201);
    set(window, "test=" + one, SATURDAYS);

    Answer started =
        OWNER.post(
            "/api/v1/operations",
            Map.of("type", "exec", "selector", one + "-second", "input", command()));

    assertThat(hours(started)).isEqualTo("of its servers");
  }

  @Test
  void shouldTakeAPermissionToSayOtherwise() {
    set(window, "test=" + one, SATURDAYS);
    Http operator = PLATFORM.user("windows-operator", "operator", "all");

    for (String hours : List.of("none", "daily 00:00-24:00")) {
      Answer refused = start(operator, "exec", command(), Map.of("window", hours));
      assertThat(refused.status()).as(hours).isEqualTo(403);
      assertThat(refused.text("detail")).contains("windows:ignore");
    }
    assertThat(hours(start(OWNER, "exec", command(), Map.of("window", "none")))).isEmpty();
    assertThat(hours(start(OWNER, "exec", command(), Map.of("window", "daily 00:00-24:00"))))
        .isEqualTo("daily 00:00-24:00");

    String id = start(operator, "exec", command(), Map.of()).text("id");
    Answer opened = operator.post("/api/v1/operations/" + id + "/window", Map.of("now", true));
    assertThat(opened.status()).isEqualTo(403);
    assertThat(opened.text("detail")).contains("windows:ignore");
  }

  @Test
  void shouldShowThemOfAServer() {
    set(window, "test=" + one, SATURDAYS);

    JsonNode shown = OWNER.get("/api/v1/servers/" + one).json().path("windows").path(0);
    assertThat(shown.path("name").asString()).isEqualTo(window);
    assertThat(shown.path("hours").asString()).isEqualTo(SATURDAYS);
    assertThat(OWNER.get("/api/v1/servers/" + other).json().path("windows").size()).isZero();
  }

  @Test
  void shouldTellEveryFieldThatIsWrong() {
    Answer wrong = set(window, "env=", "whenever");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("\"selector\"", "\"hours\"");
    assertThat(set("No%20Name", "all", SATURDAYS).status()).isEqualTo(422);
    assertThat(OWNER.delete("/api/v1/windows/none-of-these").status()).isEqualTo(404);
  }
}
