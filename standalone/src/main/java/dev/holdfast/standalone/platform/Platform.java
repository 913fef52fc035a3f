package dev.holdfast.standalone.platform;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.database.PostgresServer;
import dev.holdfast.standalone.database.RedisServer;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.HomeJson;
import dev.holdfast.standalone.home.KeyFiles;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.home.RolePasswords;
import dev.holdfast.standalone.home.ServiceUser;
import dev.holdfast.standalone.home.ShownProgress;
import dev.holdfast.standalone.home.Unpacked;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import dev.holdfast.standalone.process.ChildSpec;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.process.Supervisor;
import dev.holdfast.standalone.temporal.TemporalChoice;
import dev.holdfast.standalone.temporal.TemporalDevelopmentServer;
import dev.holdfast.standalone.temporal.TemporalFrontend;
import dev.holdfast.standalone.temporal.TemporalSchema;
import dev.holdfast.standalone.temporal.TemporalServer;
import dev.holdfast.standalone.temporal.TemporalUi;
import dev.holdfast.workers.WorkerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The whole platform: its children and what runs in this JVM, started and stopped in order. */
public final class Platform implements AutoCloseable {

  private final Home home;
  private final RunRecords records;
  private final ShownProgress progress;
  private final Parts parts;
  private final Deque<Stopping> started = new ArrayDeque<>();
  private final Certificates certificates;
  private volatile @Nullable PostgresServer postgres;
  private volatile @Nullable RedisServer redis;
  private boolean closed;

  private record Stopping(String part, AutoCloseable closing) {}

  public Platform(Home home, ShownProgress progress, Parts parts) {
    this.home = home;
    this.records = new RunRecords(home);
    this.progress = progress;
    this.parts = parts;
    this.certificates = new Certificates(home.certificates(), Clock.systemUTC());
  }

  /**
   * Brings everything up and returns when it is healthy.
   *
   * @param listening where the person asked the API to listen
   */
  public PlatformConfig start(Listening listening, Map<String, String> environment)
      throws Exception {
    Integer apiPort = listening.port();
    KeyFiles.open(home.keys());
    TemporalChoice choice = TemporalChoice.of(home, environment);
    Leftovers leftovers = new Leftovers(home, records, progress);
    leftovers.stopUnrecorded();
    Ports ports = Ports.choose(home.root(), leftovers.heldPorts());
    if (apiPort != null) {
      ports.set(Port.API, apiPort);
    }
    ports.save(home.root());
    RolePasswords secrets = RolePasswords.of(home);
    certificates.nameApi(listening.ownNames());
    PlatformConfig.Api api = listening.api(ports.get(Port.API), certificates);
    PlatformConfig.Temporal temporal = temporal(choice, ports, secrets, api);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> certified = threads.submit(asTask(() -> certificates.renew()));
      ServiceUser user = ServiceUser.of(List.of(Unpacked.postgres(home), home.root()), progress);
      Future<?> redis =
          threads.submit(
              asTask(() -> {
                await(certified);
                startRedis(user, secrets, ports);
              }));
      startPostgres(user, secrets, ports, certified);
      Future<?> ui = threads.submit(asTask(() -> startTemporalUi(choice, ports, temporal, api)));
      startTemporal(choice, ports, secrets, temporal, api);
      await(redis);
      await(ui);
    }
    PlatformConfig config = config(ports, secrets, temporal, api);
    // Workers read it, and have no business with the owner of the tables.
    HomeJson.write(home.root().resolve(PlatformConfig.FILE), config.withoutOwner());
    if (parts.api().isPresent()) {
      startHere("api", () -> parts.api().get().start(config, home));
    }
    if (parts.worker().isPresent()) {
      startHere("worker", () -> startWorker(parts.worker().get(), config));
    }
    return config;
  }

  /**
   * Makes the certificates again that are about to expire. Temporal and the API read them again by
   * themselves, PostgreSQL and Redis are told.
   */
  public void renewCertificates() throws IOException, GeneralSecurityException, SQLException {
    if (certificates.renew()) {
      progress.line("  certificates renewed");
    }
    // Also what an earlier time did not get to.
    if (postgres != null) {
      postgres.renewCertificate();
    }
    if (redis != null) {
      redis.renewCertificate();
    }
  }

  /**
   * Stops everything in the reverse order of starting; what fails to stop does not keep the rest.
   */
  @Override
  public void close() {
    synchronized (started) {
      closed = true;
    }
    while (true) {
      Stopping next;
      synchronized (started) {
        if (started.isEmpty()) {
          return;
        }
        next = started.pop();
      }
      try {
        next.closing().close();
        progress.part(next.part(), "stopped");
      } catch (Exception e) {
        progress.part(next.part(), "did not stop cleanly: " + e.getMessage());
      }
    }
  }

  private void startPostgres(
      ServiceUser user, RolePasswords secrets, Ports ports, Future<?> certified) throws Exception {
    PostgresServer server =
        new PostgresServer(
            home, user, secrets, Unpacked.postgres(home), ports.get(Port.POSTGRES), certificates);
    server.initialiseData();
    await(certified);
    server.configure();
    supervise(server.spec());
    postgres = server;
    try {
      server.createDatabases();
    } catch (SQLException e) {
      throw new PlatformFailure(
          PlatformFailure.FAILED, "cannot create the databases: " + e.getMessage(), e);
    }
  }

  private void startRedis(ServiceUser user, RolePasswords secrets, Ports ports) throws Exception {
    RedisServer server =
        new RedisServer(
            home, user, secrets, Unpacked.redis(home), ports.get(Port.REDIS), certificates);
    server.initialise();
    supervise(server.spec());
    redis = server;
  }

  private void startTemporal(
      TemporalChoice choice,
      Ports ports,
      RolePasswords secrets,
      PlatformConfig.Temporal temporal,
      PlatformConfig.Api api)
      throws Exception {
    switch (choice) {
      case TemporalChoice.Foreign foreign -> {
        progress.part(TemporalServer.PART, "using " + foreign.temporal().address());
        TemporalFrontend.check(temporal);
      }
      case TemporalChoice.Built(Path programs) -> {
        Instant begin = Instant.now();
        Path real = programs.toRealPath();
        int database = ports.get(Port.POSTGRES);
        if (new TemporalSchema(home, real, secrets, database, certificates.authority()).update()) {
          progress.ready(
              TemporalServer.PART, "schema is up to date", Duration.between(begin, Instant.now()));
        }
        TemporalServer server = new TemporalServer(home, real, ports, secrets, certificates);
        server.configure();
        supervise(server.spec(temporal));
      }
      case TemporalChoice.Development(Path program) -> {
        TemporalDevelopmentServer server =
            new TemporalDevelopmentServer(home, program, ports, api.url());
        progress.line(TemporalDevelopmentServer.WARNING);
        supervise(server.spec(temporal));
      }
    }
    TemporalFrontend.prepareNamespace(temporal);
  }

  private void startTemporalUi(
      TemporalChoice choice, Ports ports, PlatformConfig.Temporal temporal, PlatformConfig.Api api)
      throws Exception {
    PlatformConfig.WebUi webUi = temporal.webUi();
    if (webUi != null && choice instanceof TemporalChoice.Built(Path programs)) {
      TemporalUi ui =
          new TemporalUi(home, programs.toRealPath(), ports, certificates, webUi, api.url());
      ui.configure();
      supervise(ui.spec());
    }
  }

  private void startHere(String part, Callable<AutoCloseable> starting) throws Exception {
    Instant begin = Instant.now();
    started(part, starting.call());
    progress.ready(part, "ready", Duration.between(begin, Instant.now()));
  }

  private AutoCloseable startWorker(WorkerPart worker, PlatformConfig config) throws Exception {
    RunRecord record = WorkerRecord.ofThisProcess(WorkerOptions.all());
    AutoCloseable running = worker.start(config, home, WorkerOptions.all());
    records.write(record.readyNow());
    return () -> {
      running.close();
      records.delete(record.part());
    };
  }

  private PlatformConfig.Temporal temporal(
      TemporalChoice choice, Ports ports, RolePasswords secrets, PlatformConfig.Api api) {
    String address = "127.0.0.1:" + ports.get(Port.TEMPORAL);
    // A page of another scheme would be another site, which gets no cookie of the API's.
    boolean secured = api.tls() != null && choice instanceof TemporalChoice.Built;
    String ui = (secured ? "https" : "http") + "://127.0.0.1:" + ports.get(Port.TEMPORAL_UI);
    return switch (choice) {
      case TemporalChoice.Foreign foreign -> foreign.temporal();
      case TemporalChoice.Built built ->
          new PlatformConfig.Temporal(
              address,
              TemporalFrontend.NAMESPACE,
              certificates.clientTls(),
              ui,
              new PlatformConfig.WebUi(
                  ports.get(Port.TEMPORAL_UI),
                  "https://127.0.0.1:" + ports.get(Port.TEMPORAL_UI_SERVER),
                  Objects.requireNonNull(secrets.temporalUi())));
      case TemporalChoice.Development development ->
          new PlatformConfig.Temporal(address, TemporalFrontend.NAMESPACE, null, ui);
    };
  }

  private PlatformConfig config(
      Ports ports,
      RolePasswords secrets,
      PlatformConfig.Temporal temporal,
      PlatformConfig.Api api) {
    return new PlatformConfig(
        api,
        new PlatformConfig.Database(
            PostgresServer.url(ports.get(Port.POSTGRES), "holdfast", certificates.authority()),
            "holdfast",
            secrets.holdfast(),
            new PlatformConfig.Owner(PostgresServer.OWNER, secrets.owner())),
        RedisServer.client(ports.get(Port.REDIS), secrets, certificates),
        temporal,
        home.keys().toString());
  }

  private void supervise(ChildSpec spec) throws Exception {
    Supervisor supervisor = new Supervisor(spec, home, records, progress);
    started(spec.part(), supervisor::stop);
    supervisor.start();
  }

  private void started(String part, AutoCloseable closing) throws Exception {
    synchronized (started) {
      if (!closed) {
        started.push(new Stopping(part, closing));
        return;
      }
    }
    closing.close();
    throw new PlatformFailure(PlatformFailure.FAILED, "stopped while starting");
  }

  private static Callable<Boolean> asTask(ChildSpec.Step step) {
    return () -> {
      step.run();
      return true;
    };
  }

  private static void await(Future<?> future) throws Exception {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
