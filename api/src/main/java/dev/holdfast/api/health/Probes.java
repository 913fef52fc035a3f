package dev.holdfast.api.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.holdfast.api.web.RedisLink;
import dev.holdfast.platform.temporal.TemporalConnection;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks each part whether it is there, all at once, each for at most two seconds. */
@Component
final class Probes {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Jdbi jdbi;
  private final TemporalConnection temporal;
  private final RedisLink redis;

  Probes(Jdbi jdbi, TemporalConnection temporal, RedisLink redis) {
    this.jdbi = jdbi;
    this.temporal = temporal;
    this.redis = redis;
  }

  /** How a part, or the whole, is. */
  enum Health {
    UP,
    DEGRADED,
    DOWN;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Part(Health status, double latencyMillis, @Nullable String error) {}

  /** The whole is down without database or Temporal, degraded without Redis. */
  record Report(Health status, Part database, Part temporal, Part redis) {}

  Report ask() {
    CompletableFuture<Part> database =
        probe(() -> jdbi.useHandle(handle -> handle.execute("select 1")));
    CompletableFuture<Part> workflows =
        probe(() ->
            temporal
                .service()
                .blockingStub()
                .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .getSystemInfo(GetSystemInfoRequest.getDefaultInstance()));
    CompletableFuture<Part> cache =
        probe(() ->
            redis
                .client()
                .orElseThrow(() -> new IllegalStateException("not connected yet"))
                .getBucket("health")
                .isExists());
    Part databasePart = result(database);
    Part temporalPart = result(workflows);
    Part redisPart = result(cache);
    boolean down = databasePart.status() != Health.UP || temporalPart.status() != Health.UP;
    boolean degraded = redisPart.status() != Health.UP;
    return new Report(
        down ? Health.DOWN : degraded ? Health.DEGRADED : Health.UP,
        databasePart,
        temporalPart,
        redisPart);
  }

  private static CompletableFuture<Part> probe(Runnable question) {
    CompletableFuture<Part> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("health-probe")
        .start(() -> {
          long start = System.nanoTime();
          try {
            question.run();
            answer.complete(new Part(Health.UP, millisSince(start), null));
          } catch (RuntimeException e) {
            answer.complete(
                new Part(Health.DOWN, millisSince(start), String.valueOf(e.getMessage())));
          }
        });
    return answer;
  }

  private static Part result(CompletableFuture<Part> answer) {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return new Part(Health.DOWN, PATIENCE.toMillis(), "no answer within " + PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Part(Health.DOWN, 0, "interrupted");
    }
  }

  private static double millisSince(long nanos) {
    return Math.round((System.nanoTime() - nanos) / 1e4) / 100.0;
  }
}
