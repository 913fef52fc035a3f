package dev.holdfast.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.identity.LoginLocks;
import dev.holdfast.platform.schedule.Schedules;
import dev.holdfast.schemas.event.EventKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every event says what the JSON Schema of its kind promises. */
final class EventKindsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  @Test
  void shouldListEachKindOnceWithItsSchema() {
    JsonNode kinds = OWNER.get("/api/v1/events/kinds").json();

    assertThat(kinds.valueStream().map(kind -> kind.path("kind").asString()))
        .hasSize(EventKind.values().length)
        .doesNotHaveDuplicates()
        .allSatisfy(kind -> assertThat(kind).matches("[a-z]+[.][a-z-]+"));
  }

  @Test
  void shouldTellOfChangesAsTheirSchemasSay() {
    OWNER.post("/api/v1/servers", Fixtures.server("kinds-gone"));
    assertThat(OWNER.delete("/api/v1/servers/kinds-gone").status()).isEqualTo(204);
    OWNER.send("PUT", "/api/v1/secrets/kinds-secret", Map.of("value", "kinds-value"), Map.of());
    OWNER.post("/api/v1/secrets/kinds-secret/reveal", Map.of());
    failSchedule();
    LoginLocks locks = PLATFORM.part(LoginLocks.class);
    IntStream.range(0, 5)
        .forEach(i -> locks.begin(LoginLocks.Secret.PASSWORD, "kinds-nobody", "192.0.2.77"));

    Map<String, Schema> schemas = new HashMap<>();
    OWNER
        .get("/api/v1/events/kinds")
        .json()
        .valueStream()
        .forEach(kind ->
            schemas.put(
                kind.path("kind").asString(),
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(kind.path("schema").toString(), InputFormat.JSON)));
    Map<String, String> recorded =
        PLATFORM
            .part(Jdbi.class)
            .withHandle(handle ->
                handle
                    .createQuery("select kind, data::text as data from events order by recorded")
                    .reduceRows(
                        new HashMap<String, String>(),
                        (all, row) -> {
                          String kind = row.getColumn("kind", String.class);
                          String data = row.getColumn("data", String.class);
                          assertThat(
                                  Objects.requireNonNull(schemas.get(kind))
                                      .validate(data, InputFormat.JSON))
                              .as(kind + " " + data)
                              .isEmpty();
                          all.put(kind, data);
                          return all;
                        }));

    assertThat(recorded).containsKeys("server.added", "server.removed", "login.locked");
    assertThat(recorded.get("login.locked")).doesNotContain("kinds-nobody");
    assertThat(recorded.get("secret.revealed"))
        .contains("kinds-secret")
        .doesNotContain("kinds-value");
    assertThat(recorded.get("schedule.failed")).contains("\"kinds-schedule\"");
  }

  /** As the activities say it: once that nothing could be started, twice that it has failed. */
  private static void failSchedule() {
    OWNER.post("/api/v1/servers", Fixtures.server("kinds-scheduled"));
    OWNER.post(
        "/api/v1/schedules",
        Map.of(
            "name",
            "kinds-schedule",
            "cron",
            "@yearly",
            "operation",
            Map.of(
                "type",
                "exec",
                "selector",
                "kinds-scheduled",
                "input",
                Map.of("command", List.of("true")))));
    Schedules schedules = PLATFORM.part(Schedules.class);
    String id = schedules.named("default", "kinds-schedule").orElseThrow().id();
    schedules.record(id, Instant.parse("2026-01-01T00:00:00Z"), null, "not today");
    String operation =
        OWNER
            .post("/api/v1/operations", Map.of("type", "lockdown", "selector", "kinds-scheduled"))
            .text("id");
    schedules.record(id, Instant.parse("2026-01-02T00:00:00Z"), operation, null);
    schedules.failed(operation);
    schedules.failed(operation);

    int told =
        PLATFORM
            .part(Jdbi.class)
            .withHandle(handle ->
                handle
                    .createQuery("select count(*) from events where subject = :subject")
                    .bind("subject", "schedule/" + id)
                    .mapTo(Integer.class)
                    .one());
    assertThat(told).isEqualTo(2);
  }
}
