package dev.holdfast.platform.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.holdfast.platform.PlatformConfig;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A few pooled connections to the platform's database; close it after everything that uses it. */
public final class DatabasePool implements AutoCloseable {
  private static final int DEFAULT_CONNECTIONS = 6;

  private final HikariDataSource dataSource;
  private final Jdbi jdbi;

  /** The pool of a part with {@value #DEFAULT_CONNECTIONS} connections. */
  public DatabasePool(String part, PlatformConfig.Database database) {
    this(part, database, DEFAULT_CONNECTIONS);
  }

  /**
   * @param part of the platform whose pool it is: the name by which its metrics tell it from others
   *     in the same process
   * @param connections at most so many at a time; all but one are given back when idle
   */
  public DatabasePool(String part, PlatformConfig.Database database, int connections) {
    var config = new HikariConfig();
    config.setPoolName(part);
    config.setMetricRegistry(Metrics.globalRegistry);
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
    config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    // A database that is down at first is waited for by whoever asks, not refused for good.
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "holdfast");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    // A severed network must not hold a thread for ever.
    config.addDataSourceProperty("socketTimeout", "60");
    this.dataSource = new HikariDataSource(config);
    this.jdbi = Jdbi.create(dataSource);
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /**
   * The connections of a pool at one moment.
   *
   * @param active in use
   * @param waiting threads that wait for one
   * @param most that there can be
   */
  public record Figures(int active, int idle, int waiting, int most) {}

  /** Its connections now. */
  public Figures figures() {
    HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
    return new Figures(
        pool.getActiveConnections(),
        pool.getIdleConnections(),
        pool.getThreadsAwaitingConnection(),
        dataSource.getMaximumPoolSize());
  }

  public DataSource dataSource() {
    return dataSource;
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
