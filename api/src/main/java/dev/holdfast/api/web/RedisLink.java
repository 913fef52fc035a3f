package dev.holdfast.api.web;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.tls.ClientTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Redis, as far as it is there: made in the background when first asked for, never waited for. */
@Component
public final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final int TIMEOUT_MILLIS = 500;

  private final PlatformConfig.Redis settings;
  private @Nullable RedissonClient client;
  private boolean connecting;
  private boolean closed;

  RedisLink(PlatformConfig config) {
    this.settings = config.redis();
  }

  /** The client; empty while it is being made. Its calls fail within a second without Redis. */
  public synchronized Optional<RedissonClient> client() {
    if (client == null && !connecting && !closed) {
      connecting = true;
      Thread.ofVirtual().name("redis-connect").start(this::connect);
    }
    return Optional.ofNullable(client);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.shutdown();
    }
  }

  private void connect() {
    RedissonClient made = null;
    try {
      made = Redisson.create(config());
    } catch (IOException | RuntimeException e) {
      LOG.warn("Redis at {} cannot be used: {}", settings.url(), e.toString());
    }
    synchronized (this) {
      connecting = false;
      client = made;
    }
    if (made != null && isClosed()) {
      made.shutdown();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private Config config() throws IOException {
    var config = new Config();
    PlatformConfig.Tls tls = settings.tls();
    if (tls != null) {
      secure(config, tls);
    }
    config.setLazyInitialization(true);
    config.setThreads(2);
    config.setNettyThreads(2);
    config.setPassword(settings.password());
    config
        .useSingleServer()
        .setAddress(settings.url())
        .setConnectionMinimumIdleSize(1)
        .setConnectionPoolSize(4)
        .setSubscriptionConnectionMinimumIdleSize(0)
        .setSubscriptionConnectionPoolSize(1)
        .setDnsMonitoringInterval(-1)
        .setConnectTimeout(TIMEOUT_MILLIS)
        .setTimeout(TIMEOUT_MILLIS)
        .setRetryAttempts(0);
    return config;
  }

  /** The name in the certificate is checked in any case. */
  private static void secure(Config config, PlatformConfig.Tls tls) throws IOException {
    String authority = tls.caFile();
    if (authority != null) {
      config.setSslTrustManagerFactory(ClientTls.trust(Path.of(authority)));
    }
    String certificate = tls.certFile();
    String key = tls.keyFile();
    if (certificate != null && key != null) {
      config.setSslKeyManagerFactory(ClientTls.identity(Path.of(certificate), Path.of(key)));
    }
  }
}
