package dev.holdfast.api.web;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.redisson.api.RAtomicLong;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts what happens in the minute of the clock: in Redis for all instances together, and here,
 * too, so that losing Redis lifts no limit. Thread-safe.
 */
@Component
public final class MinuteCounts {
  private static final Logger LOG = LoggerFactory.getLogger(MinuteCounts.class);
  private static final Duration KEEP = Duration.ofMinutes(2);
  private static final long MINUTE = 60_000;

  private final RedisLink redis;
  private final ConcurrentHashMap<String, Count> counts = new ConcurrentHashMap<>();

  /** What is known of a minute; everywhere as of the last answer of Redis. */
  private record Count(long minute, long here, long everywhere) {
    long most() {
      return Math.max(here, everywhere);
    }
  }

  MinuteCounts(RedisLink redis) {
    this.redis = redis;
  }

  /** Counts one more, asks Redis and waits for its answer; returns how many there are. */
  public long addAndAsk(String key) {
    long minute = minute();
    long here = here(key, minute).most();
    return redis
        .client()
        .map(client -> {
          try {
            RAtomicLong counter = counter(client, key, minute);
            long everywhere = counter.incrementAndGet();
            if (everywhere == 1) {
              counter.expire(KEEP);
            }
            return Math.max(here, everywhere);
          } catch (RuntimeException e) {
            LOG.warn("Redis does not count {}, this process does: {}", kind(key), e.toString());
            return here;
          }
        })
        .orElse(here);
  }

  /**
   * Counts one more and waits for nobody: what other instances have counted is known a moment
   * later.
   */
  public long add(String key) {
    long minute = minute();
    Count count = here(key, minute);
    redis.client().ifPresent(client -> ask(client, key, minute));
    return count.most();
  }

  /** How many there are in this minute, as far as this process knows. */
  public long now(String key) {
    Count count = counts.get(key);
    return count == null || count.minute() != minute() ? 0 : count.most();
  }

  private void ask(RedissonClient client, String key, long minute) {
    RAtomicLong counter = counter(client, key, minute);
    var _ =
        counter
            .incrementAndGetAsync()
            .whenComplete((everywhere, failure) -> {
              if (failure == null) {
                told(key, minute, everywhere);
                if (everywhere == 1) {
                  var _ = counter.expireAsync(KEEP);
                }
              }
            });
  }

  /** How long the minute still lasts, in whole seconds, at least one. */
  public static Duration rest() {
    return Duration.ofSeconds((MINUTE - System.currentTimeMillis() % MINUTE) / 1000 + 1);
  }

  private Count here(String key, long minute) {
    Count count =
        counts.compute(
            key,
            (_, known) ->
                known == null || known.minute() != minute
                    ? new Count(minute, 1, 0)
                    : new Count(minute, known.here() + 1, known.everywhere()));
    if (count.here() == 1) {
      counts.values().removeIf(old -> old.minute() < minute);
    }
    return count;
  }

  private void told(String key, long minute, long everywhere) {
    counts.computeIfPresent(
        key,
        (_, known) ->
            known.minute() == minute
                ? new Count(minute, known.here(), Math.max(known.everywhere(), everywhere))
                : known);
  }

  private static RAtomicLong counter(RedissonClient client, String key, long minute) {
    return client.getAtomicLong(key + ":" + minute);
  }

  private static String kind(String key) {
    return key.substring(0, key.indexOf(':'));
  }

  private static long minute() {
    return System.currentTimeMillis() / MINUTE;
  }
}
