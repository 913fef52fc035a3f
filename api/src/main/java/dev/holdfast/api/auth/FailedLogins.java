package dev.holdfast.api.auth;

import dev.holdfast.api.web.RedisLink;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.redisson.api.RAtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts failed authentications per address and minute: in Redis for all instances together, and
 * here too, so that losing Redis opens no door.
 *
 * <p>It slows guessing down; whoever has a good token is never refused, because on a loopback
 * address everybody shares one counter.
 */
@Component
final class FailedLogins {
  private static final Logger LOG = LoggerFactory.getLogger(FailedLogins.class);
  private static final int ALLOWED_PER_MINUTE = 20;
  private static final Duration KEEP = Duration.ofMinutes(2);

  private final RedisLink redis;
  private final ConcurrentHashMap<String, Long> local = new ConcurrentHashMap<>();

  FailedLogins(RedisLink redis) {
    this.redis = redis;
  }

  /** Counts one more; returns whether there were too many by now. */
  boolean tooMany(String address) {
    String key = "failed-logins:" + address + ":" + System.currentTimeMillis() / 60_000;
    local.keySet().removeIf(old -> !old.endsWith(key.substring(key.lastIndexOf(':'))));
    long here = local.merge(key, 1L, Long::sum);
    return Math.max(here, everywhere(key)) > ALLOWED_PER_MINUTE;
  }

  private long everywhere(String key) {
    return redis
        .client()
        .map(client -> {
          try {
            RAtomicLong counter = client.getAtomicLong(key);
            long count = counter.incrementAndGet();
            if (count == 1) {
              counter.expire(KEEP);
            }
            return count;
          } catch (RuntimeException e) {
            LOG.warn("Redis does not count failed logins, this process does: {}", e.toString());
            return 0L;
          }
        })
        .orElse(0L);
  }
}
