package dev.holdfast.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.ApiApplication;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.PlatformConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;
import tools.jackson.databind.json.JsonMapper;

/** An API whose PostgreSQL and Redis are its own, stopped and started again under it. */
final class LostPartsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int REQUESTS_A_MINUTE = 60;

  private static int databasePort;
  private static int redisPort;
  private static Path data;
  private static EmbeddedPostgres postgres;
  private static RedisServer redis;
  private static AutoCloseable api;
  private static Http owner;

  @BeforeAll
  static void start() throws Exception {
    databasePort = TestPlatform.freePort();
    redisPort = TestPlatform.freePort();
    data = Files.createTempDirectory("holdfast-lost-data");
    postgres = startPostgres();
    redis = startRedis();
    Path home = Files.createTempDirectory("holdfast-lost-home");
    PlatformConfig shared = TestPlatform.get().config();
    var config =
        new PlatformConfig(
            new PlatformConfig.Api("127.0.0.1", TestPlatform.freePort()),
            new PlatformConfig.Database(
                postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres"),
            new PlatformConfig.Redis("redis://127.0.0.1:" + redisPort, "secret"),
            shared.temporal(),
            home.resolve("keys").toString());
    api = ApiApplication.start(config, home, TestPlatform::scan);
    String token =
        new JsonMapper()
            .readTree(Files.readString(home.resolve("cli.json")))
            .path("token")
            .asString();
    owner = Http.at(config.api().url()).as(token);
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
    redis.stop();
    postgres.close();
  }

  private static EmbeddedPostgres startPostgres() throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(databasePort)
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .start();
  }

  private static RedisServer startRedis() throws IOException {
    RedisServer started =
        RedisServer.newRedisServer()
            .port(redisPort)
            .bind("127.0.0.1")
            .setting("requirepass secret")
            .setting("save \"\"")
            .build();
    started.start();
    return started;
  }

  @Test
  void shouldSayThatTheDatabaseIsAwayAndGoOnWhenItIsBack() throws Exception {
    assertThat(owner.get("/api/v1/servers").status()).isEqualTo(200);

    postgres.close();
    Answer lost = owner.get("/api/v1/servers");
    Answer ready = owner.as(null).get("/health/ready");

    assertThat(lost.status()).as(lost.body()).isEqualTo(503);
    assertThat(lost.text("code")).isEqualTo("database-unavailable");
    assertThat(lost.text("detail")).contains("try again");
    assertThat(ready.status()).isEqualTo(503);

    postgres = startPostgres();

    await(() -> owner.get("/api/v1/servers").status() == 200);
    await(() -> owner.as(null).get("/health/ready").status() == 200);
  }

  @Test
  void shouldLiftNoLimitWithoutRedisAndUseItAgainWhenItIsBack() throws Exception {
    Http limited = limited();
    await(() -> redisIs("up"));

    redis.stop();
    assertThat(limited.get("/api/v1/me").status()).isEqualTo(200);
    await(() -> redisIs("down"));
    // A minute may turn over once in between; not twice.
    boolean refused = false;
    for (int sent = 0; sent < 2 * REQUESTS_A_MINUTE + 2 && !refused; sent++) {
      refused = limited.get("/api/v1/me").status() == 429;
    }

    assertThat(refused).isTrue();
    assertThat(owner.get("/api/v1/me").status()).isEqualTo(200);

    redis = startRedis();

    await(() -> redisIs("up"));
  }

  private static boolean redisIs(String status) {
    return owner
        .get("/health")
        .json()
        .path("components")
        .path("redis")
        .path("status")
        .asString()
        .equals(status);
  }

  private static Http limited() {
    good(owner.patch("/api/v1/settings/api.requests", Map.of("value", REQUESTS_A_MINUTE)));
    good(owner.post("/api/v1/users", Map.of("name", "counted")));
    good(owner.post("/api/v1/grants", Map.of("user", "counted", "role", "viewer")));
    Answer token =
        good(
            owner.post(
                "/api/v1/tokens",
                Map.of("user", "counted", "name", "t", "permissions", List.of("servers:read"))));
    return owner.as(token.text("token"));
  }

  private static Answer good(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
    return answer;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(50);
    }
  }
}
