package dev.holdfast.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.ApiApplication;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.PlatformConfig;
import java.nio.file.Files;
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
