package dev.holdfast.api.keys;

import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.audit.AuditKeys;
import dev.holdfast.platform.identity.SecondFactors;
import dev.holdfast.platform.identity.SigningKeys;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.KeysetColumn;
import dev.holdfast.platform.secret.KeysetColumn.Some;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.sso.LogoutHints;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Encrypts anew what an older key of the keyset has encrypted, after a new one was added: in small
 * pieces, while everything goes on. It can be killed at any time, and several APIs share the work.
 */
@Component
final class KeyRenewal implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRenewal.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** All that a keyset encrypts itself; whatever is under data keys stays as it is. */
  static final List<KeysetColumn> COLUMNS =
      Stream.concat(
              Stream.of(
                  Secrets.COLUMN,
                  SigningKeys.COLUMN,
                  SecondFactors.COLUMN,
                  LogoutHints.COLUMN,
                  AuditKeys.COLUMN),
              DataKeys.COLUMNS.stream())
          .toList();

  private final Jdbi jdbi;
  private final Keyset keyset;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("key-renewal").factory());

  /** Of the key with which nothing was found any more that is older. */
  private volatile @Nullable String finished;

  /** Values that no key decrypts, as of the last time. */
  private volatile long unreadable;

  KeyRenewal(Jdbi jdbi, Keyset keyset) {
    this.jdbi = jdbi;
    this.keyset = keyset;
    var _ =
        timer.scheduleWithFixedDelay(
            this::renew, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How many values each key has encrypted, by its id. */
  Map<String, Long> byKey() {
    Map<String, Long> counts = new TreeMap<>();
    COLUMNS.forEach(
        column -> column.byKey(jdbi).forEach((id, count) -> counts.merge(id, count, Long::sum)));
    return counts;
  }

  private void renew() {
    String key = keyset.currentKeyId();
    if (key.equals(finished)) {
      return;
    }
    try {
      long renewed = renewAll();
      if (renewed > 0) {
        LOG.info("Encrypted {} keys and secrets with the keyset's key {}", renewed, key);
      }
      // What another process did not know yet of the new key, it has encrypted by then.
      boolean settled =
          keyset.changedAt().plus(Keyset.STALE.multipliedBy(6)).isBefore(Instant.now());
      // Nor what another one is renewing just now.
      finished = settled && renewed == 0 && olderValues(key) == unreadable ? key : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("What older keys have encrypted could not be renewed, again soon: {}", e.toString());
    }
  }

  private long olderValues(String key) {
    return byKey().entrySet().stream()
        .filter(count -> !count.getKey().equals(key))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Looks again at once: something is still encrypted with an older key. */
  void again() {
    finished = null;
  }

  /** Renews all there is; returns how much that was. */
  long renewAll() throws InterruptedException {
    long renewed = 0;
    long failed = 0;
    for (KeysetColumn column : COLUMNS) {
      String after = null;
      do {
        Some some = column.renewSome(jdbi, keyset, after);
        renewed += some.renewed();
        failed += some.unreadable();
        after = some.last();
        if (after != null) {
          Thread.sleep(PAUSE);
        }
      } while (after != null);
    }
    unreadable = failed;
    return renewed;
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
