package dev.holdfast.api.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.containers.Breach;
import dev.holdfast.platform.containers.ContainerHistory;
import dev.holdfast.platform.containers.ContainerMonitors;
import dev.holdfast.platform.containers.ContainerObservations;
import dev.holdfast.platform.containers.ContainerObservations.Absent;
import dev.holdfast.platform.containers.ContainerSample;
import dev.holdfast.platform.containers.LearntDestinations;
import dev.holdfast.platform.containers.MonitoredServer;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.containers.monitor.ContainerMonitor;
import dev.holdfast.schemas.containers.monitor.ViolationKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is asked of the monitor, what it records, and what is shown of that. */
final class ContainerMonitorsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String MONITORS = "/api/v1/containers/monitors";

  private final String name = "watched-" + UUID.randomUUID().toString().substring(0, 8);
  private final Jdbi jdbi = PLATFORM.part(Jdbi.class);
  private final ContainerHistory history = PLATFORM.part(ContainerHistory.class);
  private final ContainerMonitors monitors = PLATFORM.part(ContainerMonitors.class);
  private final ContainerObservations observations = new ContainerObservations(jdbi, history);
  private String id = "";

  @BeforeEach
  void register() {
    OWNER.post("/api/v1/servers", Fixtures.server(name));
    id = String.valueOf(PLATFORM.part(Servers.class).find("default", name).orElseThrow().id());
  }

  @Test
  void shouldStartOnceStopAndStartAgain() {
    Answer started = OWNER.post(MONITORS, Map.of("selector", name));
    assertThat(started.status()).isEqualTo(202);
    assertThat(item(started).path("state").asString()).isEqualTo("starting");
    monitors.watching(id, "something");
    // Again it is as it was.
    assertThat(item(OWNER.post(MONITORS, Map.of("selector", name))).path("state").asString())
        .isEqualTo("watching");
    assertThat(
            PLATFORM
                .part(TemporalConnection.class)
                .client()
                .newUntypedWorkflowStub(ContainerMonitor.workflowId(id))
                .describe()
                .getWorkflowType())
        .isEqualTo(ContainerMonitor.TYPE);

    Answer stopped = OWNER.post(MONITORS + "/stop", Map.of("selector", name));
    assertThat(item(stopped).path("state").asString()).isEqualTo("stopping");
    // A sample that was on its way says nothing any more.
    monitors.watching(id, null);
    monitors.unreachable(id, "it is off");
    assertThat(monitors.find(id).orElseThrow().state()).isEqualTo("stopping");

    OWNER.post(MONITORS, Map.of("selector", name));
    assertThat(monitors.stopped(id, null)).isFalse();
    assertThat(item(OWNER.get(MONITORS + "?selector=" + name)).path("state").asString())
        .isEqualTo("starting");
  }

  @Test
  void shouldTellOfAViolationOnceAndOfItsEndOnce() {
    MonitoredServer server = watched();
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Breach breach = new Breach("web", ViolationKind.DESTINATION, "192.0.2.1:443/tcp", 1, 0);

    observations.record(server, at, List.of(sample(50.0)), List.of(breach), _ -> Absent.STAYS);
    // The same again, as when two workers see it.
    observations.record(server, at, List.of(sample(50.0)), List.of(breach), _ -> Absent.STAYS);
    observations.record(
        server, at.plusSeconds(10), List.of(sample(90.0)), List.of(), _ -> Absent.STAYS);
    JsonNode open = item(OWNER.get("/api/v1/containers/violations?selector=" + name));
    assertThat(open.path("destination").asString()).isEqualTo("192.0.2.1:443/tcp");
    assertThat(open.path("endedAt").isNull()).isTrue();
    observations.close(server, at.plusSeconds(20));
    observations.close(server, at.plusSeconds(30));

    assertThat(events("container.violation")).hasSize(1);
    assertThat(events("container.violation-ended"))
        .singleElement()
        .satisfies(data -> assertThat(data).contains("not-watched", at.toString(), "\"web\""));
    assertThat(items(OWNER.get("/api/v1/containers/violations?selector=" + name))).isEmpty();
    assertThat(items(OWNER.get("/api/v1/containers/violations?ended=true&selector=" + name)))
        .hasSize(1);
  }

  @Test
  void shouldShowWhatContainersUseAndHaveUsed() {
    MonitoredServer server = watched();
    Instant at = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    observations.record(server, at, List.of(sample(null)), List.of(), _ -> Absent.STAYS);
    observations.record(
        server, at.plusMillis(10), List.of(sample(40.0)), List.of(), _ -> Absent.STAYS);
    observations.record(
        server, at.plusMillis(20), List.of(sample(60.0)), List.of(), _ -> Absent.STAYS);
    Instant now = Instant.now();
    observations.record(server, now, List.of(sample(70.0)), List.of(), _ -> Absent.STAYS);
    monitors.watching(id, null);

    JsonNode usage = item(OWNER.get("/api/v1/containers/usage?selector=" + name));
    assertThat(usage.path("cpuPercent").asDouble()).isEqualTo(70);
    JsonNode minute =
        items(OWNER.get("/api/v1/containers/history?selector=" + name + "&container=web"))
            .getFirst();
    assertThat(minute.path("cpuPercentMost").asDouble()).isGreaterThanOrEqualTo(60);
    assertThat(minute.path("memoryBytes").asLong()).isEqualTo(1_000_000);
    assertThat(items(OWNER.get("/api/v1/containers/history?container=db&selector=" + name)))
        .isEmpty();
    assertThat(OWNER.get("/api/v1/containers/history?since=yesterday").status()).isEqualTo(422);

    monitors.stop("default", id);
    assertThat(history.figures(now.minusSeconds(10)))
        .noneMatch(figure -> figure.name().equals(name));
  }

  @Test
  void shouldKeepSamplesForADayAndMinutesForAMonth() {
    MonitoredServer server = watched();
    Instant old = Instant.now().minus(Duration.ofHours(25));
    Instant ancient = Instant.now().minus(Duration.ofDays(31));
    observations.record(server, old, List.of(sample(1.0)), List.of(), _ -> Absent.STAYS);
    observations.record(server, ancient, List.of(sample(1.0)), List.of(), _ -> Absent.STAYS);

    PLATFORM.part(MonitorUpkeep.class).expire();

    assertThat(history.latest("default", id, ancient.minusSeconds(1))).isEmpty();
    assertThat(history.minutes("default", id, null, ancient.minusSeconds(60))).hasSize(1);
  }

  @Test
  void shouldSetLimitsForServersAndContainersAndForgetThem() {
    String path = "/api/v1/containers/limits";
    OWNER.post(path, Map.of("selector", name, "cpu", 90));
    List<JsonNode> limits =
        items(
            OWNER.post(
                path,
                Map.of(
                    "selector",
                    name,
                    "container",
                    "web",
                    "memory",
                    50,
                    "expected",
                    List.of("10.0.0.0/8:443"))));

    assertThat(limits).hasSize(2);
    assertThat(limits.getLast().path("cpu").asInt()).isEqualTo(90);
    assertThat(limits.getLast().path("memory").asInt()).isEqualTo(50);
    assertThat(limits.getLast().path("connections").asInt()).isEqualTo(100);
    assertThat(limits.getLast().path("expected").toString()).isEqualTo("[\"10.0.0.0/8:443\"]");
    assertThat(items(OWNER.post(path, Map.of("selector", name, "container", "web", "reset", true))))
        .hasSize(1);
    Answer wrong =
        OWNER.post(
            path,
            Map.of("selector", name, "cpu", 101, "container", "a b", "expected", List.of("web")));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("\"cpu\"", "\"container\"", "\"expected[0]\"");
    assertThat(OWNER.post(path, Map.of("cpu", 90)).status()).isEqualTo(422);
    assertThat(OWNER.post(path, Map.of("selector", "watched-none", "cpu", 90)).status())
        .isEqualTo(404);
  }

  @Test
  void shouldLearnAnewWhenAsked() {
    LearntDestinations learnt = PLATFORM.part(LearntDestinations.class);
    Instant since = learnt.since("default", id, "web");
    learnt.learn("default", id, "web", List.of("192.0.2.1:443/tcp", "192.0.2.1:443/tcp"));
    learnt.learn("default", id, "web", Set.of("192.0.2.1:443/tcp"));
    assertThat(learnt.since("default", id, "web")).isEqualTo(since);
    assertThat(learnt.of("default", id, "web")).containsExactly("192.0.2.1:443/tcp");

    assertThat(
            OWNER.post(MONITORS + "/learn", Map.of("selector", name, "container", "web")).status())
        .isEqualTo(204);

    assertThat(learnt.of("default", id, "web")).isEmpty();
    assertThat(learnt.since("default", id, "web")).isAfter(since);
  }

  /** It was to be started, and the API died before the workflow was. */
  @Test
  void shouldStartWhatShouldWatchAndDoesNot() {
    monitors.start("default", id, "admin");

    PLATFORM.part(MonitorUpkeep.class).revive(Duration.ofSeconds(-1));

    assertThat(
            PLATFORM
                .part(TemporalConnection.class)
                .client()
                .newUntypedWorkflowStub(ContainerMonitor.workflowId(id))
                .describe()
                .getWorkflowType())
        .isEqualTo(ContainerMonitor.TYPE);
  }

  @Test
  void shouldLetOnlyThoseChangeItWhoMay() {
    Http viewer = PLATFORM.user("monitor-viewer", "viewer", "all");
    Http elsewhere = PLATFORM.user("monitor-elsewhere", "operator", "env=none");

    assertThat(viewer.get(MONITORS).status()).isEqualTo(200);
    assertThat(viewer.post(MONITORS, Map.of("selector", name)).status()).isEqualTo(403);
    assertThat(elsewhere.post(MONITORS, Map.of("selector", name)).status()).isEqualTo(403);
    watched();
    assertThat(items(elsewhere.get(MONITORS))).isEmpty();
  }

  private MonitoredServer watched() {
    monitors.start("default", id, "admin");
    return monitors.find(id).orElseThrow();
  }

  private static ContainerSample sample(@Nullable Double cpu) {
    return new ContainerSample("web", cpu, 1_000_000L, 2_000_000, 3, 4, 5L, 6L, 0, "healthy");
  }

  private List<String> events(String kind) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select data::text from events where kind = :kind and server = :server")
            .bind("kind", kind)
            .bind("server", name)
            .mapTo(String.class)
            .list());
  }

  private static List<JsonNode> items(Answer answer) {
    return List.copyOf(answer.json().path("items").values());
  }

  private static JsonNode item(Answer answer) {
    assertThat(items(answer)).as(answer.body()).hasSize(1);
    return items(answer).getFirst();
  }
}
