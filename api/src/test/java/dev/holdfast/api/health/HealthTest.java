package dev.holdfast.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.ApiApplication;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.availability.ReadyMinutes;
import dev.holdfast.platform.availability.ReadyMinutes.Availability;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class HealthTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();

  @Test
  void shouldBeReadyWhenEveryPartAnswers() {
    Http anybody = PLATFORM.owner().as(null);

    assertThat(anybody.get("/health/live").status()).isEqualTo(200);
    assertThat(anybody.get("/health/ready").json().propertyNames()).containsExactly("status");
    assertThat(anybody.get("/health").status()).isEqualTo(401);
    JsonNode health = PLATFORM.owner().get("/health").json();
    assertThat(health.path("components").path("database").path("status").asString())
        .isEqualTo("up");
    assertThat(health.path("components").path("temporal").path("latencyMillis").asDouble())
        .isPositive();
    assertThat(health.at("/requests/counted").asInt()).isPositive();
    assertThat(health.at("/requests/p50Millis").asDouble()).isPositive();
    assertThat(health.path("availability").isObject()).isTrue();
    assertThat(health.at("/activeTraces").isInt()).isTrue();
    assertThat(health.at("/pool/most").asInt()).isGreaterThan(1);
    assertThat(health.at("/keyCache/misses").asLong() + health.at("/keyCache/hits").asLong())
        .isPositive();
  }

  @Test
  void shouldMeasureTheMinutesInWhichItWasReady() {
    ReadyMinutes minutes = PLATFORM.part(ReadyMinutes.class);
    // Long after what the platform of the tests records itself, and removes.
    Instant start = Instant.parse("2101-01-01T00:00:00Z");
    Jdbi jdbi = PLATFORM.part(Jdbi.class);
    for (int minute : List.of(0, 1, 3)) {
      jdbi.useHandle(handle ->
          handle.execute(
              "insert into ready_minutes values (?)",
              start.plus(minute, ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC)));
    }

    assertThat(minutes.availability(start)).isEqualTo(new Availability(null, 0, 0));
    Availability measured = minutes.availability(start.plusSeconds(4 * 60 + 30));
    assertThat(measured).isEqualTo(new Availability(start, 4, 3));
    assertThat(measured.percent()).isEqualTo(75.0);
    assertThat(new Availability(start, 30_000, 29_999).percent()).isEqualTo(99.996);

    jdbi.useHandle(handle -> handle.execute("delete from ready_minutes where minute > now()"));
  }

  @Test
  void shouldForgetWhatIsTooOld() {
    ReadyMinutes minutes = PLATFORM.part(ReadyMinutes.class);
    Instant old = Instant.parse("2001-01-01T00:00:00Z");
    minutes.record(old);

    minutes.record(Instant.now());

    assertThat(minutes.availability(old.plusSeconds(600)).minutes()).isZero();
  }

  @Test
  void shouldBeDownWithoutTemporalWhileTheDatabaseIsUp() throws Exception {
    PlatformConfig whole = PLATFORM.config();
    var home = Files.createTempDirectory("holdfast-health-home");
    var config =
        new PlatformConfig(
            new PlatformConfig.Api("127.0.0.1", TestPlatform.freePort()),
            whole.database(),
            new PlatformConfig.Redis("redis://127.0.0.1:" + TestPlatform.freePort(), "secret"),
            new PlatformConfig.Temporal(
                "127.0.0.1:" + TestPlatform.freePort(), "default", null, null),
            whole.keysDirectory());

    try (AutoCloseable api = ApiApplication.start(config, home, TestPlatform::scan)) {
      assertThat(api).isNotNull();
      Http anybody = Http.at(config.api().url());
      assertThat(anybody.get("/health/ready").status()).isEqualTo(503);
      assertThat(anybody.get("/health/ready").body()).isEqualTo("{\"status\":\"down\"}");
      Http.Answer down = anybody.as(PLATFORM.owner().token()).get("/health");
      assertThat(down.status()).isEqualTo(503);
      assertThat(down.json().path("components").path("temporal").path("status").asString())
          .isEqualTo("down");
      assertThat(down.json().path("components").path("database").path("status").asString())
          .isEqualTo("up");
    }
  }
}
