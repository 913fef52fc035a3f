package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.tls.ClientTls;
import dev.holdfast.standalone.certificate.Certificates;
import dev.holdfast.standalone.command.Summary;
import dev.holdfast.standalone.database.PostgresServer;
import dev.holdfast.standalone.database.RedisServer;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.HomeJson;
import dev.holdfast.standalone.home.RolePasswords;
import dev.holdfast.standalone.platform.Keeper;
import dev.holdfast.standalone.port.Port;
import dev.holdfast.standalone.port.Ports;
import dev.holdfast.standalone.process.ChildProcess;
import dev.holdfast.standalone.process.Orphans;
import dev.holdfast.standalone.process.ProcessIdentity;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.standalone.temporal.TemporalFrontend;
import dev.holdfast.standalone.temporal.TemporalServer;
import dev.holdfast.standalone.temporal.TemporalUi;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The real platform in a home of its own: what it survives, and whom it refuses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlatformIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String WORKFLOW = "op-survives";

  private StandaloneProcess standalone;
  private RunRecords records;

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    // Closed to others, as a checkout of root's may be: the services must get past it.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Home home = TestHome.in(directory);
    standalone = new StandaloneProcess(home);
    records = new RunRecords(home);
    assertThat(standalone.run("up", "--detach")).satisfies(StandaloneProcess::succeeded);
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (id uuid PRIMARY KEY)");
    }
    startWorkflow();
  }

  @AfterAll
  void bringDown() throws Exception {
    standalone.run("down");
  }

  @Test
  void shouldBeHealthyInEveryPart() throws Exception {
    JsonNode status = status();

    assertThat(status.path("state").asText()).isEqualTo("healthy");
    assertThat(status.path("parts").findValuesAsText("name"))
        .contains(PostgresServer.PART, RedisServer.PART, TemporalServer.PART, TemporalUi.PART);
  }

  @Test
  void shouldSayThatItRunsWhenItIsStartedAgain() throws Exception {
    StandaloneProcess.Result again = standalone.run("up");

    assertThat(again.exitCode()).isZero();
    assertThat(again.output())
        .contains("running already", Long.toString(record(RunRecords.PLATFORM).process().pid()));
  }

  @Test
  void shouldChangeToAnotherBuildWhenItIsStartedAgain(@TempDir Path build) throws Exception {
    Path options = build.resolve("platform.options");
    Files.writeString(
        options,
        "-XX:+UseSerialGC -Xmx320m -cp \"%s\"%n".formatted(System.getProperty("java.class.path")));
    ProcessIdentity before = record(RunRecords.PLATFORM).process();
    assertThat(standalone.run("up", "--detach").output()).contains("running already");

    ProcessBuilder newer = standalone.builder("up", "--detach");
    newer.environment().put("HOLDFAST_PLATFORM_OPTIONS", options.toString());
    StandaloneProcess.Result changed = StandaloneProcess.run(newer);

    StandaloneProcess.succeeded(changed);
    assertThat(changed.output()).contains("Changing to a new build");
    assertThat(before.alive()).isFalse();
    assertThat(record(RunRecords.PLATFORM).process()).isNotEqualTo(before);
    assertThat(standalone.run("up").output()).contains("another build");
    assertThat(standalone.run("up", "--detach")).satisfies(StandaloneProcess::succeeded);
    assertWorkflowRuns();
  }

  @Test
  void shouldRefuseAClientWithoutCertificateOnEveryTemporalPort() throws Exception {
    PlatformConfig.Tls tls = Objects.requireNonNull(config().temporal().tls());
    PlatformConfig.Tls anonymous =
        new PlatformConfig.Tls(tls.caFile(), null, null, tls.serverName());
    Ports ports = Ports.read(standalone.home().root());
    for (Port port : List.of(Port.TEMPORAL, Port.TEMPORAL_HISTORY, Port.TEMPORAL_MATCHING)) {
      assertThat(handshake(ports.get(port), tls)).isNotEqualTo(Status.Code.UNAVAILABLE);
      assertThat(handshake(ports.get(port), anonymous)).isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  @Test
  void shouldSpeakToNobodyWithoutTlsOnThePortsOfItsDatabases() throws Exception {
    PlatformConfig config = config();
    String url = config.database().url();

    assertThatThrownBy(() -> login(url.substring(0, url.indexOf('?')) + "?sslmode=disable").close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no encryption");
    assertThatThrownBy(() -> login(url.replaceAll("&sslrootcert=[^&]*", "")).close())
        .as("whoever does not know the authority")
        .isInstanceOf(SQLException.class);
    try (Connection connection = login(url);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("TLSv1.3");
    }
    String superuser = RolePasswords.of(standalone.home()).postgres();
    try (Connection connection = DriverManager.getConnection(url, "postgres", superuser);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)"
                    + " WHERE a.client_addr IS NOT NULL AND NOT s.ssl")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isZero();
    }

    PlatformConfig.Redis redis = config.redis();
    PlatformConfig.Tls known = Objects.requireNonNull(redis.tls());
    RedisServer.check(redis);
    assertThatThrownBy(
            () -> RedisServer.check(new PlatformConfig.Redis(redis.url(), redis.password())))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() ->
            RedisServer.check(
                new PlatformConfig.Redis(
                    redis.url(),
                    redis.password(),
                    new PlatformConfig.Tls(known.caFile(), null, null, null))))
        .as("without a certificate of ours")
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldKeepNothingOfWhatIsEmptyInTheIndexesOfTemporal() throws Exception {
    String url = config().database().url().replace("/holdfast?", "/temporal_visibility?");
    String superuser = RolePasswords.of(standalone.home()).postgres();
    try (Connection connection = DriverManager.getConnection(url, "postgres", superuser);
        Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT count(*) FILTER (WHERE indexdef LIKE '% WHERE %'), count(*)"
                  + " FROM pg_indexes WHERE tablename = 'executions_visibility'")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isGreaterThan(50);
        assertThat(rows.getInt(2) - rows.getInt(1))
            .as("those of what is never empty")
            .isBetween(5, 12);
      }
      statement.execute("SET enable_seqscan = off");
      try (ResultSet rows =
          statement.executeQuery(
              "EXPLAIN SELECT * FROM executions_visibility WHERE namespace_id = 'n' AND keyword01 = 'k'"
                  + " ORDER BY coalesce(close_time, '9999-12-31 23:59:59') DESC, start_time DESC LIMIT 20")) {
        StringBuilder plan = new StringBuilder();
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
        assertThat(plan).as("a search by what is there").contains("by_keyword_01");
      }
    }
  }

  private Connection login(String url) throws SQLException {
    PlatformConfig.Database database = config().database();
    return DriverManager.getConnection(url, database.user(), database.password());
  }

  @Test
  void shouldSpeakHttpsWhenAskedToAndTakeARenewedCertificate() throws Exception {
    StandaloneProcess.succeeded(standalone.run("down"));
    assertThat(standalone.run("up", "--listen", "0.0.0.0").output()).contains("--tls");
    try {
      StandaloneProcess.succeeded(
          standalone.run("up", "--detach", "--tls", "--tls-name", "holdfast.test"));
      PlatformConfig.Api api = config().api();
      assertThat(api.url()).startsWith("https://127.0.0.1:");
      assertThat(status().path("state").asText()).isEqualTo("healthy");
      assertThat(standalone.run("whoami").output()).contains("admin");
      assertThat(standalone.run("up", "--listen", "0.0.0.0", "--tls").exitCode()).isEqualTo(2);
      ProcessBuilder elsewhere = standalone.builder("whoami");
      elsewhere
          .environment()
          .putAll(Map.of("HOLDFAST_SERVER", api.url(), "HOLDFAST_TOKEN", ownerToken()));
      StandaloneProcess.Result refused = StandaloneProcess.run(elsewhere);
      assertThat(refused.exitCode()).isEqualTo(4);
      assertThat(refused.output()).contains("is not trusted", "--tls-ca FILE");
      elsewhere
          .environment()
          .put("HOLDFAST_TLS_CA", standalone.home().certificates().resolve("ca.pem").toString());
      assertThat(StandaloneProcess.run(elsewhere)).satisfies(StandaloneProcess::succeeded);
      try (HttpClient stranger = HttpClient.newHttpClient()) {
        HttpRequest live = HttpRequest.newBuilder(URI.create(api.url() + "/health/live")).build();
        HttpRequest plain =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/health/live"))
                .build();
        assertThatThrownBy(() -> stranger.send(live, HttpResponse.BodyHandlers.discarding()))
            .isInstanceOf(SSLException.class);
        assertThat(stranger.send(plain, HttpResponse.BodyHandlers.discarding()).statusCode())
            .isEqualTo(400);
      }
      BigInteger before = served(api);
      Files.delete(standalone.home().certificates().resolve("api.pem"));
      Certificates certificates =
          new Certificates(standalone.home().certificates(), Clock.systemUTC());
      assertThat(certificates.renew()).isTrue();
      await(() -> !served(api).equals(before));
    } finally {
      standalone.run("down");
      assertThat(standalone.run("up", "--detach")).satisfies(StandaloneProcess::succeeded);
    }
    assertThat(config().api().url()).startsWith("http://");
  }

  private String ownerToken() throws IOException {
    return HomeJson.read(standalone.home().root().resolve("cli.json"), JsonNode.class)
        .path("token")
        .asText();
  }

  /** The number of the certificate that the API shows to whoever trusts the platform. */
  private static BigInteger served(PlatformConfig.Api api) throws Exception {
    SSLContext trusting = ClientTls.context(Objects.requireNonNull(api.clientTls()));
    try (SSLSocket socket =
        (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", api.port())) {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  @Test
  void shouldSayWhatWaitsForWorkersAndWhichThereAre() throws Exception {
    // Another test may have killed Temporal just before: workers ask it again within seconds.
    await(() -> queues().findValues("workers").stream().noneMatch(JsonNode::isEmpty));

    JsonNode queues = queues();
    assertThat(queues.findValuesAsText("queue"))
        .containsExactly("workflows", "workflows", "platform", "ssh", "critical.ssh", "watch");
    assertThat(queues)
        .allSatisfy(queue ->
            assertThat(queue.path("waiting").isIntegralNumber()).as(queue.toString()).isTrue());
  }

  private JsonNode queues() throws Exception {
    return HomeJson.MAPPER.readTree(standalone.run("queue", "-o", "json").standardOutput());
  }

  /** The search that the link opens is one that this Temporal understands. */
  @Test
  void shouldOpenTheTemporalWebUiWithTheOperations() throws Exception {
    try (SignedInBrowser browser = new SignedInBrowser(standalone.home())) {
      URI opened = browser.signIn();
      assertThat(opened).hasPath("/namespaces/holdfast/workflows");

      HttpResponse<String> found =
          browser.read("/api/v1%s?%s".formatted(opened.getRawPath(), opened.getRawQuery()));

      assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    }
  }

  @Test
  void shouldRefuseWritesThroughTheTemporalWebUi() throws Exception {
    try (SignedInBrowser browser = new SignedInBrowser(standalone.home())) {
      String namespace = "/api/v1/namespaces/holdfast";
      assertThat(browser.read(namespace).statusCode()).isEqualTo(401);
      URI _ = browser.signIn();
      HttpResponse<String> read = browser.read(namespace);
      assertThat(read.statusCode()).isEqualTo(200);
      assertThat(read.body()).contains("holdfast");
      assertThat(browser.write(namespace + "/workflows/" + WORKFLOW + "/terminate").statusCode())
          .isEqualTo(405);
    }
  }

  @Test
  void shouldTellNothingOfAWorkflowOnAnyPortWithoutALogin() throws Exception {
    Ports ports = Ports.read(standalone.home().root());
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Port port : List.of(Port.API, Port.TEMPORAL_UI, Port.TEMPORAL_UI_SERVER)) {
        for (String path : List.of("/api/v1/namespaces/holdfast/workflows", "/metrics", "/")) {
          URI uri = URI.create("http://127.0.0.1:" + ports.get(port) + path);
          HttpResponse<String> answer =
              client.send(
                  HttpRequest.newBuilder(uri).header("Authorization", "Bearer x").build(),
                  HttpResponse.BodyHandlers.ofString());
          // The Web UI's server answers 400 to whoever speaks no TLS.
          assertThat(answer.statusCode()).as(uri.toString()).isIn(400, 401, 403, 429);
        }
      }
    }
  }

  @Test
  void shouldTellAnotherUserOfTheMachineNothingOnAnyPort() throws Exception {
    assumeThat(System.getProperty("user.name")).as("who can become nobody").isEqualTo("root");

    Map<String, String> answers =
        new OtherUser(WORKFLOW).asks(Ports.read(standalone.home().root()));

    assertThat(answers)
        .allSatisfy((asked, answer) ->
            assertThat(answer)
                .as(asked)
                .contains("status ")
                .doesNotContain("status 2", "status 3", "status 5")
                .doesNotContain(
                    WORKFLOW, "executions", "holdfast_", "at dev.holdfast", "at java."));
    assertThat(answers.values()).anyMatch(answer -> answer.contains("status 401"));
  }

  @Test
  void shouldShowNothingOfARemovedServerWithinAMinute(@TempDir Path directory) throws Exception {
    Path key = directory.resolve("key");
    Process keygen =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
            .start();
    assertThat(keygen.waitFor()).isZero();
    // Nobody listens there: that nothing can be reached is measured, too.
    String[] add = {
      "server",
      "add",
      "gone",
      "--address",
      "127.0.0.1:1",
      "--user",
      "x",
      "--no-check",
      "--key",
      key.toString(),
      "--host-key",
      Files.readString(Path.of(key + ".pub")).strip()
    };
    assertThat(standalone.run(add)).satisfies(StandaloneProcess::succeeded);
    String[] exec = {
      "run", "exec", "gone", "--set", "command=[\"true\"]", "--set", "readOnly=true", "-o", "json"
    };
    String id = HomeJson.MAPPER.readTree(standalone.run(exec).standardOutput()).path("id").asText();
    await(() -> metrics().contains("server=\"gone\""));
    // It is given up within seconds, which a cancellation would have to be faster than.
    await(() ->
        HomeJson.MAPPER
            .readTree(standalone.run("ops", "show", id, "-o", "json").standardOutput())
            .path("state")
            .asText()
            .equals("failed"));
    assertThat(metrics()).contains("server=\"gone\"", "holdfast_leases_open 0.0");

    assertThat(standalone.run("server", "remove", "gone")).satisfies(StandaloneProcess::succeeded);

    // Within PATIENCE, a minute.
    await(() -> !metrics().contains("server=\"gone\""));
  }

  private String metrics() throws Exception {
    JsonNode access = HomeJson.read(standalone.home().root().resolve("cli.json"), JsonNode.class);
    URI uri = URI.create(access.path("url").asText() + "/metrics");
    String token = "Bearer " + access.path("token").asText();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(uri).header("Authorization", token).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void shouldRestartEachChildThatIsKilled() throws Exception {
    for (String part :
        List.of(RedisServer.PART, TemporalUi.PART, TemporalServer.PART, PostgresServer.PART)) {
      ProcessIdentity killed = record(part).process();
      kill(killed);
      await(() -> records.alive(part).filter(it -> it.readyAt() != null).isPresent());
      assertThat(record(part).process()).isNotEqualTo(killed);
    }
    assertWorkflowRuns();
  }

  @Test
  void shouldAdoptTheChildrenWhenOnlyTheJvmWasKilled() throws Exception {
    ProcessIdentity postgres = record(PostgresServer.PART).process();
    ProcessIdentity temporal = record(TemporalServer.PART).process();
    kill(record(RunRecords.PLATFORM).process());

    assertThat(standalone.run("up", "--detach")).satisfies(StandaloneProcess::succeeded);

    assertThat(record(PostgresServer.PART).process()).isEqualTo(postgres);
    assertThat(record(TemporalServer.PART).process()).isEqualTo(temporal);
  }

  @Test
  void shouldKeepWhatWasCommittedWhenEverythingIsKilledAtOnce() throws Exception {
    UUID id = UUID.randomUUID();
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO kept VALUES ('" + id + "')");
    }
    List<ProcessIdentity> all =
        List.of(
            record(RunRecords.PLATFORM).process(),
            record(PostgresServer.PART).process(),
            record(RedisServer.PART).process(),
            record(TemporalServer.PART).process(),
            record(TemporalUi.PART).process());
    for (ProcessIdentity process : all) {
      kill(process);
    }

    assertThat(standalone.run("up", "--detach")).satisfies(StandaloneProcess::succeeded);

    try (Connection connection = database();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1 FROM kept WHERE id = '" + id + "'")) {
      assertThat(rows.next()).isTrue();
    }
    assertWorkflowRuns();
    assertThat(all).noneMatch(ProcessIdentity::alive);
  }

  @Test
  void shouldComeBackByItselfWhenItsJvmIsKilled() throws Exception {
    ProcessIdentity killed = record(RunRecords.PLATFORM).process();
    ProcessIdentity postgres = record(PostgresServer.PART).process();
    ProcessIdentity temporal = record(TemporalServer.PART).process();

    kill(killed);
    await(() -> Summary.running(records));

    assertThat(record(RunRecords.PLATFORM).process()).isNotEqualTo(killed);
    assertThat(record(PostgresServer.PART).process()).isEqualTo(postgres);
    assertThat(record(TemporalServer.PART).process()).isEqualTo(temporal);
    assertThat(status().path("state").asText()).isEqualTo("healthy");
  }

  @Test
  void shouldGoOnWithoutItsKeeperAndGetAnother() throws Exception {
    ProcessIdentity platform = record(RunRecords.PLATFORM).process();
    kill(record(Keeper.PART).process());

    assertThat(record(RunRecords.PLATFORM).process()).isEqualTo(platform);
    assertThat(standalone.run("up", "--detach")).satisfies(StandaloneProcess::succeeded);
    kill(platform);
    await(() -> Summary.running(records));

    assertThat(record(RunRecords.PLATFORM).process()).isNotEqualTo(platform);
  }

  @Test
  void shouldStopEverythingAlsoWhenTheJvmIsDead() throws Exception {
    kill(record(RunRecords.PLATFORM).process());
    assertThat(standalone.run("down")).satisfies(StandaloneProcess::succeeded);

    assertThat(Orphans.of(standalone.home())).isEmpty();
    assertThat(records.alive(Keeper.PART)).isEmpty();
    assertThat(standalone.run("status").exitCode()).isEqualTo(5);
    assertThat(standalone.run("up", "--detach")).satisfies(StandaloneProcess::succeeded);
    assertThat(standalone.run("down")).satisfies(StandaloneProcess::succeeded);
    assertThat(Orphans.of(standalone.home())).isEmpty();
    assertThat(standalone.run("up", "--detach")).satisfies(StandaloneProcess::succeeded);
  }

  @Test
  void shouldSayWhyItCannotStartAlsoAfterACrash() throws Exception {
    kill(record(Keeper.PART).process());
    kill(record(RunRecords.PLATFORM).process());
    shouldNameTheHolderOfAPort();

    assertThat(records.alive(Keeper.PART)).isEmpty();
    assertThat(standalone.run("up", "--detach")).satisfies(StandaloneProcess::succeeded);
  }

  @Test
  void shouldNameTheHolderOfAPortThatThePersonAskedFor() throws Exception {
    assertThat(standalone.run("down")).satisfies(StandaloneProcess::succeeded);
    shouldNameTheHolderOfAPort();
    assertThat(standalone.run("up", "--detach")).satisfies(StandaloneProcess::succeeded);
  }

  private void shouldNameTheHolderOfAPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StandaloneProcess.Result refused =
          standalone.run("up", "--detach", "--port", Integer.toString(taken.getLocalPort()));

      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.output())
          .contains("port " + taken.getLocalPort(), "process " + ProcessHandle.current().pid());
    }
  }

  private Status.Code handshake(int port, PlatformConfig.Tls tls) throws Exception {
    WorkflowServiceStubs stubs =
        TemporalFrontend.stubs(
            new PlatformConfig.Temporal("127.0.0.1:" + port, "holdfast", tls, null));
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(5, TimeUnit.SECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    } finally {
      stubs.shutdownNow();
    }
  }

  private void startWorkflow() throws Exception {
    WorkflowServiceStubs stubs = TemporalFrontend.stubs(config().temporal());
    try {
      stubs
          .blockingStub()
          .startWorkflowExecution(
              StartWorkflowExecutionRequest.newBuilder()
                  .setNamespace("holdfast")
                  .setWorkflowId(WORKFLOW)
                  .setRequestId(UUID.randomUUID().toString())
                  .setWorkflowType(WorkflowType.newBuilder().setName("lockdown"))
                  .setTaskQueue(TaskQueue.newBuilder().setName("nobody"))
                  .build());
    } finally {
      stubs.shutdownNow();
    }
  }

  /**
   * Asks with the SDK's client, as the platform does: while Temporal takes its shards again after a
   * loss of PostgreSQL, it answers UNAVAILABLE, and its clients ask again.
   */
  private void assertWorkflowRuns() throws Exception {
    WorkflowServiceStubs stubs = TemporalFrontend.stubs(config().temporal());
    try {
      WorkflowClient client =
          WorkflowClient.newInstance(
              stubs, WorkflowClientOptions.newBuilder().setNamespace("holdfast").build());
      assertThat(client.newUntypedWorkflowStub(WORKFLOW).describe().getStatus())
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    } finally {
      stubs.shutdownNow();
    }
  }

  private JsonNode status() throws Exception {
    return HomeJson.MAPPER.readTree(standalone.run("status", "-o", "json").standardOutput());
  }

  private PlatformConfig config() {
    return PlatformConfig.read(standalone.home().root());
  }

  /** As the owner of the tables: the platform's own role can make none. */
  private Connection database() throws Exception {
    return DriverManager.getConnection(
        config().database().url(),
        PostgresServer.OWNER,
        RolePasswords.of(standalone.home()).owner());
  }

  private RunRecord record(String part) {
    return records.alive(part).orElseThrow(() -> new AssertionError(part + " does not run"));
  }

  private static void kill(ProcessIdentity process) throws InterruptedException {
    ChildProcess.stop(process, "KILL", Duration.ofSeconds(20));
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("within " + PATIENCE).isLessThan(end);
      Thread.sleep(50);
    }
  }
}
