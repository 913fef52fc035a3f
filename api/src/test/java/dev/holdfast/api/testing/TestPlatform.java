package dev.holdfast.api.testing;

import dev.holdfast.api.ApiApplication;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.identity.Grants;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.operation.SearchAttributes;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Selector;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ConfigurableApplicationContext;
import redis.embedded.RedisServer;

/**
 * One API for all tests, on a real PostgreSQL, a real Redis and Temporal's in-memory server with a
 * worker; started when first asked for, gone with the test process.
 */
public final class TestPlatform {
  /** What the Temporal Web UI's address would be. */
  public static final String TEMPORAL_UI = "http://127.0.0.1:8399";

  /** What servers show to the scanner, by address. */
  public static final Map<String, List<HostKey>> SHOWN = new ConcurrentHashMap<>();

  private static final class Holder {
    static final TestPlatform INSTANCE = startedUp();
  }

  private final Path home;
  private final PlatformConfig config;
  private final ConfigurableApplicationContext context;
  private final TemporalConnection temporal;

  private TestPlatform(
      Path home,
      PlatformConfig config,
      ConfigurableApplicationContext context,
      TemporalConnection temporal) {
    this.home = home;
    this.config = config;
    this.context = context;
    this.temporal = temporal;
  }

  public static TestPlatform get() {
    return Holder.INSTANCE;
  }

  public Path home() {
    return home;
  }

  public PlatformConfig config() {
    return config;
  }

  public TemporalConnection temporal() {
    return temporal;
  }

  /** A part of the running API. */
  public <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  /** All parts of the running API that are of this type. */
  public <T> Collection<T> parts(Class<T> type) {
    return context.getBeansOfType(type).values();
  }

  /** A client with the token of a user who sees servers and its own operations. */
  public Http user(String name) {
    return user(name, "member", "all");
  }

  /**
   * A client with the token of a user who has this role, and may have others from before.
   *
   * @param scope a selector of servers
   */
  public Http user(String name, String role, String scope) {
    context.getBean(Users.class).add("default", name);
    if (context
        .getBean(Grants.class)
        .add("default", name, role, new Selector(scope), null, "admin")
        .isEmpty()) {
      throw new IllegalArgumentException("there is no role '" + role + "'");
    }
    return owner().as(context.getBean(Tokens.class).issue(name, TokenKind.CLI, null));
  }

  /** A client with the owner's token. */
  public Http owner() {
    return Http.withTokenOf(home.resolve("cli.json"));
  }

  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys that {@link #SHOWN} has for the address. */
  public static List<HostKey> scan(String address, int port) throws IOException {
    List<HostKey> keys = SHOWN.get(address);
    if (keys == null) {
      throw new IOException("connection to port " + port + " refused");
    }
    return keys;
  }

  private static TestPlatform startedUp() {
    try {
      EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
      RedisServer redis =
          RedisServer.newRedisServer()
              .port(freePort())
              .bind("127.0.0.1")
              .setting("requirepass secret")
              .setting("save \"\"")
              .build();
      redis.start();
      int temporalPort = freePort();
      var temporalServer = TestServer.createPortBoundServer(temporalPort);
      Path home = Files.createTempDirectory("holdfast-api-test");
      var config =
          new PlatformConfig(
              new PlatformConfig.Api("127.0.0.1", freePort()),
              new PlatformConfig.Database(
                  postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres"),
              new PlatformConfig.Redis("redis://127.0.0.1:" + redis.ports().getFirst(), "secret"),
              new PlatformConfig.Temporal(
                  "127.0.0.1:" + temporalPort, "default", null, TEMPORAL_UI),
              home.resolve("keys").toString());
      registerSearchAttributes(config.temporal());
      var context =
          (ConfigurableApplicationContext) ApiApplication.start(config, home, TestPlatform::scan);
      var temporal = new TemporalConnection(config);
      WorkerFactory workers = work(temporal, context);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                workers.shutdownNow();
                context.close();
                temporal.close();
                temporalServer.close();
                stop(postgres, redis);
              }));
      return new TestPlatform(home, config, context, temporal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(EmbeddedPostgres postgres, RedisServer redis) {
    try {
      redis.stop();
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WorkerFactory work(
      TemporalConnection temporal, ConfigurableApplicationContext context) {
    WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
    Worker worker = factory.newWorker(TaskQueues.WORKFLOWS);
    worker.registerWorkflowImplementationTypes(
        ApprovableLockdown.class, ApprovableControl.class, OneFault.class, SmallIncident.class);
    worker.registerActivitiesImplementations(
        new Recorder(context.getBean(Operations.class)),
        new IncidentRecorder(context.getBean(Incidents.class)));
    factory.start();
    return factory;
  }

  private static void registerSearchAttributes(PlatformConfig.Temporal temporal) {
    var operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(temporal.address())
                .validateAndBuildWithDefaults());
    var request = AddSearchAttributesRequest.newBuilder().setNamespace(temporal.namespace());
    SearchAttributes.all()
        .forEach(key ->
            request.putSearchAttributes(
                key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    operator.blockingStub().addSearchAttributes(request.build());
    operator.shutdownNow();
  }
}
