package dev.holdfast.standalone.platform;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.database.PostgresServer;
import dev.holdfast.standalone.database.RedisServer;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.port.Http;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import dev.holdfast.standalone.process.Probe;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.temporal.TemporalFrontend;
import dev.holdfast.standalone.temporal.TemporalServer;
import dev.holdfast.standalone.temporal.TemporalUi;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the health of one part is found out.
 *
 * @param ours whether it is a process of this platform, with a record
 */
public record PartProbe(
    String name, @Nullable Integer port, Optional<RunRecord> record, boolean ours, Probe probe) {

  static List<PartProbe> all(Home home, PlatformConfig config, RunRecords records, Parts parts)
      throws IOException {
    List<PartProbe> all = new ArrayList<>();
    Ports ports = Ports.read(home.root());
    all.add(
        child(
            PostgresServer.PART,
            ports.get(Port.POSTGRES),
            records,
            () -> query(config.database())));
    all.add(
        child(
            RedisServer.PART,
            ports.get(Port.REDIS),
            records,
            () -> RedisServer.check(config.redis())));
    PlatformConfig.Temporal temporal = config.temporal();
    Optional<RunRecord> server = records.read(TemporalServer.PART);
    boolean own = temporal.address().equals("127.0.0.1:" + ports.get(Port.TEMPORAL));
    all.add(
        new PartProbe(
            TemporalServer.PART,
            own ? ports.get(Port.TEMPORAL) : null,
            own ? server : Optional.empty(),
            own,
            () -> TemporalFrontend.check(temporal)));
    PlatformConfig.WebUi webUi = temporal.webUi();
    if (webUi != null) {
      // The port is where a person finds it: the API's.
      all.add(
          child(
              TemporalUi.PART,
              webUi.port(),
              records,
              () -> TemporalUi.check(webUi, temporal.tls())));
    }
    Optional<RunRecord> platform = records.alive(RunRecords.PLATFORM);
    if (parts.api().isPresent()) {
      all.add(
          new PartProbe(
              "api",
              config.api().port(),
              platform,
              true,
              () ->
                  Http.requireOk(config.api().url() + "/health/ready", config.api().clientTls())));
    }
    for (RunRecord worker : records.workers()) {
      all.add(
          new PartProbe(
              worker.part(),
              null,
              Optional.of(worker),
              true,
              () ->
                  TemporalFrontend.requirePoller(
                      temporal, worker.command(), worker.process().pid())));
    }
    return all;
  }

  private static PartProbe child(String part, int port, RunRecords records, Probe probe) {
    return new PartProbe(part, port, records.read(part), true, probe);
  }

  private static void query(PlatformConfig.Database database) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(3);
      statement.execute("SELECT 1");
    }
  }
}
