package dev.holdfast.bench;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.database.PostgresServer;
import dev.holdfast.standalone.home.Directories;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.RolePasswords;
import dev.holdfast.standalone.home.ServiceUser;
import dev.holdfast.standalone.home.ShownProgress;
import dev.holdfast.standalone.home.Unpacked;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import dev.holdfast.standalone.process.ChildProcess;
import dev.holdfast.standalone.process.ChildSpec;
import dev.holdfast.standalone.process.RunRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL as the platform's own, as durable and with its schema, for measurements; it goes
 * with everything in it when it is closed.
 */
public final class MeasuredDatabase implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Home home;
  private final ChildSpec spec;
  private final ChildProcess process;
  private final DatabasePool pool;

  private MeasuredDatabase(Home home, ChildSpec spec, ChildProcess process, DatabasePool pool) {
    this.home = home;
    this.spec = spec;
    this.process = process;
    this.pool = pool;
  }

  /**
   * Starts it in a directory of its own.
   *
   * @param platform the home directory whose unpacked programs are used
   */
  public static MeasuredDatabase start(Path platform) throws Exception {
    Files.createDirectories(platform);
    Home home =
        new Home(Files.createTempDirectory(platform, "measured-"), Home.ofEnvironment().bin());
    home.create();
    Ports ports = Ports.choose(home.root(), Set.of());
    int port = ports.get(Port.POSTGRES);
    Path programs = Unpacked.postgres(home);
    ServiceUser user =
        ServiceUser.of(List.of(programs, home.root()), ShownProgress.onStandardError());
    RolePasswords secrets = RolePasswords.of(home);
    Certificates certificates = new Certificates(home.certificates(), Clock.systemUTC());
    certificates.renew();
    PostgresServer postgres = new PostgresServer(home, user, secrets, programs, port, certificates);
    postgres.initialise();
    ChildSpec spec = postgres.spec();
    ChildProcess process = ChildProcess.start(spec, home, new RunRecords(home));
    try {
      await(postgres, process);
      DatabasePool pool =
          new DatabasePool(
              "bench",
              new PlatformConfig.Database(
                  PostgresServer.url(port, "holdfast", certificates.authority()),
                  PostgresServer.OWNER,
                  secrets.owner()));
      Flyway.configure()
          .dataSource(pool.dataSource())
          .locations("classpath:db/migration")
          .load()
          .migrate();
      return new MeasuredDatabase(home, spec, process, pool);
    } catch (Exception e) {
      process.stop(spec.stopSignal(), STOP);
      Directories.delete(home.root());
      throw e;
    }
  }

  private static void await(PostgresServer postgres, ChildProcess process)
      throws SQLException, InterruptedException {
    Instant end = Instant.now().plus(START);
    while (true) {
      try {
        postgres.createDatabases();
        return;
      } catch (SQLException e) {
        if (!process.alive() || Instant.now().isAfter(end)) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  public DatabasePool pool() {
    return pool;
  }

  /** With what its content is encrypted. */
  public AtRest atRest() {
    return new AtRest(pool.jdbi(), new Keyset(home.keys().resolve(Keyset.SECRETS)));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    pool.close();
    process.stop(spec.stopSignal(), STOP);
    Directories.delete(home.root());
  }
}
