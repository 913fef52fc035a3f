package dev.holdfast.activities.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.audit.AuditTrail;
import dev.holdfast.activities.audit.AuditedJournal;
import dev.holdfast.activities.audit.AuditedSsh;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.journal.SessionStates;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.policy.CommandGate;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.activities.trace.OperationTrace;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.audit.AuditFilter;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.schemas.command.CommandMatcher;
import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecActivities.RunRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecInput.Retry;
import dev.holdfast.schemas.exec.ExecInput.Script;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.temporal.testing.TestActivityEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a real server, both ways: once through the journal, and straight over a channel. */
@LabTest
final class ServerCommandsIT {
  @RegisterExtension static final OpenTelemetryExtension TRACES = OpenTelemetryExtension.create();

  private final Lab lab;
  private final SshjSsh ssh;
  private final Server server;

  @SuppressWarnings("NullAway.Init")
  private static TestDatabase database;

  private final StepLogs logs = new StepLogs(database.jdbi(), database.atRest());
  private final CommandAudit audit = new CommandAudit(database.jdbi(), database.atRest());
  private final AuditTrail trail = new AuditTrail(audit);
  private final CommandRules rules = new CommandRules(database.jdbi());
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final ExecActivities commands;
  private final long token = LabFixture.nextToken();
  private String operation = "";
  private static int operations;

  ServerCommandsIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.ssh = LabFixture.ssh(labServer);
    this.server = LabFixture.server(labServer);
    temporal.registerActivitiesImplementations(
        new ServerCommands(
            name -> name.equals(server.name()) ? Optional.of(server) : Optional.empty(),
            new AuditedSsh(ssh, trail, _ -> List.of()),
            new AuditedJournal(new SshJournal(ssh), trail, _ -> List.of()),
            logs,
            new Operations(database.jdbi(), database.atRest()),
            new StepContexts(
                new OperationOrigins(database.jdbi()),
                new CommandGate(rules, _ -> Optional.of(server), audit),
                _ -> List.of()),
            database.secretValues()));
    commands = LabFixture.activities(temporal, ExecActivities.class);
  }

  @BeforeEach
  void operation(TestInfo test) {
    // A parameterized test is several operations.
    operation = LabFixture.operation(test) + "-" + operations++;
    database.operation(operation, "exec");
    database.server(operation, server.name());
  }

  @AfterEach
  void close() {
    temporal.close();
    trail.close();
    ssh.close();
  }

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldRunAsTheLoginUserInItsHome(boolean readOnly) {
    Ended ended = run(shell("id -un; pwd; echo $HOME; echo oops >&2; exit 3"), readOnly);

    assertThat(ended.stdout()).isEqualTo("debian\n/home/debian\n/home/debian\n");
    assertThat(ended.stderr()).isEqualTo("oops\n");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.error()).isEqualTo("exit code 3");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldWriteDownWhatWasTypedAndMaskSecrets(boolean readOnly) {
    Ended ended = run(shell("echo a; echo token=hunter2"), readOnly);
    trail.close();

    assertThat(ended.stdout()).isEqualTo("a\ntoken=*******\n");
    var records =
        audit.list(new AuditFilter("default", null, operation, null, null), true, null, 10).items();
    assertThat(records).hasSize(1);
    // Who asked for a step is known from the interceptor around activities, which is not here.
    assertThat(records.getFirst().command())
        .startsWith(readOnly ? "echo a; echo token=*******" : "Run it # ");
    assertThat(records.getFirst().initiator()).isEqualTo(readOnly ? "test" : "holdfast");
    assertThat(records.getFirst().exitCode()).isZero();
  }

  @Test
  void shouldRunNothingThatThePolicyRefuses() {
    var rule =
        rules.add(
            "default",
            new CommandRules.NewRule(
                CommandRule.Effect.DENY,
                "exec",
                "all",
                null,
                null,
                new CommandMatcher.Prefix(List.of("reboot")),
                false,
                null),
            "ada");
    try {
      assertThat(run(shell("cd /; reboot"), true).error())
          .contains("rule " + rule.id(), "is refused");
      FailureData failure =
          Objects.requireNonNull(
              new Operations(database.jdbi(), database.atRest())
                  .servers(operation)
                  .getFirst()
                  .failure());
      assertThat(failure)
          .isEqualTo(
              FailureData.of(
                  FailureType.REFUSED,
                  failure.message(),
                  FailureOrigin.ofRule(
                      Component.POLICY, "rule %d (%s)".formatted(rule.id(), rule.text()))));
    } finally {
      rules.remove("default", rule.id(), "ada");
    }
    assertThat(run(shell("cd /; echo up"), true).stdout()).isEqualTo("up\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldTakeNoArgumentNorVariableForACommand(boolean readOnly) {
    List<String> hostile =
        List.of(
            "$(touch /var/tmp/injected)",
            "`touch /var/tmp/injected`",
            ";touch /var/tmp/injected",
            "|touch /var/tmp/injected",
            "&&touch /var/tmp/injected&",
            "';touch /var/tmp/injected;'",
            "\";touch /var/tmp/injected;\"",
            "\\';touch /var/tmp/injected",
            "\ntouch /var/tmp/injected\n",
            "${IFS}touch${IFS}/var/tmp/injected",
            ">/var/tmp/injected",
            "EOF\ntouch /var/tmp/injected",
            "-oProxyCommand=touch /var/tmp/injected",
            "*",
            "~",
            "\u202e;touch /var/tmp/injected");
    String variable = String.join(" ", hostile);
    String shows = "printf '%s\\n' \"$HOSTILE\" \"$@\"";
    List<String> command = new ArrayList<>(List.of("sh", "-c", shows, "sh"));
    command.addAll(hostile);
    String expected = variable + "\n" + String.join("\n", hostile) + "\n";

    Ended asCommand =
        run(
            new ExecInput(
                command,
                null,
                null,
                null,
                false,
                null,
                Map.of("HOSTILE", variable),
                null,
                60,
                false,
                1,
                null),
            readOnly);

    assertThat(asCommand.stdout()).isEqualTo(expected);
    assertThat(asCommand.exitCode()).isZero();
    assertThat(LabFixture.onServer(lab, "ls -d /var/tmp/injected* 2>/dev/null || true").strip())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldRunAsRoot(boolean readOnly) {
    ExecInput asRoot =
        new ExecInput(
            null, "id -un; pwd", null, null, true, null, Map.of(), "/etc", 30, false, 1, null);

    assertThat(run(asRoot, readOnly).stdout()).isEqualTo("root\n/etc\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldRunAsAnotherUserWithNothingOfRoots(boolean readOnly) {
    ExecInput asDaemon =
        new ExecInput(
            null,
            "id -un; id -Gn; env | sort",
            null,
            null,
            false,
            "daemon",
            Map.of("A", "b c"),
            null,
            30,
            false,
            1,
            null);

    assertThat(run(asDaemon, readOnly).stdout().lines().toList())
        .startsWith("daemon", "daemon", "A=b c")
        .contains("HOME=/usr/sbin", "USER=daemon", "LOGNAME=daemon")
        .noneMatch(line -> line.startsWith("SUDO_") || line.contains("/root"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldHandOverArgumentsVariablesAndDirectoryExactlyAsTheyAre(boolean readOnly) {
    LabFixture.onServer(lab, "mkdir -p \"/tmp/it's \\$HOME dir\"");
    StringBuilder every = new StringBuilder();
    for (char c = 1; c < 128; c++) {
      every.append(c);
    }
    String odd = every + " größe 🔒";
    ExecInput input =
        new ExecInput(
            List.of("sh", "-c", "printf '%s|' \"$1\" \"$2\" \"$ODD\"; pwd", "sh", odd, "*"),
            null,
            null,
            null,
            false,
            null,
            Map.of("ODD", odd),
            "/tmp/it's $HOME dir",
            30,
            false,
            1,
            null);

    assertThat(run(input, readOnly).stdout())
        .isEqualTo(odd + "|*|" + odd + "|/tmp/it's $HOME dir\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGiveAScriptToItsInterpreterOffTheCommandLine(boolean readOnly) {
    String text =
        "my $secret = 'sesame';\nopen(my $f, '<', '/proc/self/cmdline'); print <$f> =~ /sesame/ ? 'seen' : 'hidden', qq(\\n);\n";
    ExecInput perl =
        new ExecInput(
            null,
            null,
            new Script("perl", text),
            null,
            false,
            null,
            Map.of(),
            null,
            30,
            false,
            1,
            null);

    assertThat(run(perl, readOnly).stdout()).isEqualTo("hidden\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGiveAScriptAndItsArgumentsToWhatItsFirstLineNames(boolean readOnly) {
    String text = "#!/usr/bin/perl -w\nprint join('|', $^W, @ARGV), qq(\\n);\n";
    ExecInput perl =
        new ExecInput(
            null,
            null,
            new Script(null, text, List.of("a b", "-c", "it's")),
            null,
            false,
            null,
            Map.of(),
            null,
            30,
            false,
            1,
            null);

    assertThat(run(perl, readOnly).stdout()).isEqualTo("1|a b|-c|it's\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldEndAllProcessesOfACommandAtItsTimeout(boolean readOnly) {
    ExecInput slow =
        new ExecInput(
            null,
            "echo begun; sleep 4321 & sleep 4321",
            null,
            null,
            false,
            null,
            Map.of(),
            null,
            1,
            false,
            1,
            null);
    Ended ended = run(slow, readOnly);

    assertThat(ended.error()).isEqualTo("was ended after 1 s, its timeout");
    assertThat(ended.stdout()).isEqualTo("begun\n");
    assertThat(LabFixture.onServer(lab, "pgrep -xfc 'sleep 4321' || true")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldStoreMuchOutputWhole(boolean readOnly) throws Exception {
    Ended ended = run(shell("seq 1 2000000"), readOnly);

    StringBuilder expected = new StringBuilder();
    for (int i = 1; i <= 2_000_000; i++) {
      expected.append(i).append('\n');
    }
    assertThat(ended.stdoutBytes()).isEqualTo(expected.length());
    assertThat(sha256(ended.stdout())).isEqualTo(sha256(expected.toString()));

    new SshJournal(ssh).close(server, operation, step(1).fencingToken());
    assertThat(LabFixture.onServer(lab, "find /var/lib/holdfast/journal -size +8M")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldKeepNoMoreOutputThanIsAskedFor(boolean readOnly) {
    String line = "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo the end";
    ExecInput input =
        new ExecInput(null, line, null, null, false, null, Map.of(), null, 60, false, 1, null);

    Ended ended = run(input, readOnly);

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.stdout())
        .startsWith("x".repeat(1 << 20))
        .contains(" kept")
        .hasSizeLessThan(1_100_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/tcsh", "/bin/bash"})
  void shouldRunUnderWhateverLoginShellThereIs(String shell) {
    LabFixture.onServer(
        lab,
        "usermod -s %1$s debian; mv /home/debian/.bashrc /root/bashrc.kept; printf 'echo noise; echo more >&2\\n' > /home/debian/.bashrc"
            .formatted(shell));
    try {
      ssh.forget(server);
      Ended ended = run(shell("echo \"it's $((1 + 1))\""), true);

      assertThat(ended.stdout()).isEqualTo("it's 2\n");
      assertThat(ended.stderr()).isEmpty();
    } finally {
      LabFixture.onServer(
          lab, "usermod -s /bin/bash debian; mv /root/bashrc.kept /home/debian/.bashrc");
    }
  }

  @Test
  void shouldSayThatALoginShellRunsNoCommands() {
    LabFixture.onServer(lab, "usermod -s /usr/sbin/nologin debian");
    try {
      ssh.forget(server);
      assertThat(run(shell("true"), true).error())
          .contains("the login shell of debian does not run commands")
          .contains("not available");
    } finally {
      LabFixture.onServer(lab, "usermod -s /bin/bash debian");
    }
  }

  @Test
  void shouldEndTheCommandOnTheServerWhenNobodyWaitsAnyMore() throws Exception {
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                new DirectRun(
                        ssh,
                        new SessionStates(),
                        server,
                        shell("sleep 5432 & setsid -f sleep 5432; setsid -w sleep 5432"),
                        database.secretValues(),
                        logs,
                        step(1))
                    .run();
              } catch (RuntimeException interrupted) {
                // As it is meant to be.
              }
            });
    awaitProcesses("sleep 5432", 3);
    caller.interrupt();
    caller.join();

    awaitProcesses("sleep 5432", 0);
  }

  @Test
  void shouldReturnTheFirstOutcomeWhenDeliveredAgain() {
    LabFixture.onServer(lab, "rm -f /tmp/effects");
    RunRequest request =
        new RunRequest(step(1), shell("echo effect | tee -a /tmp/effects; exit 2"));

    ExecOutcome first = commands.runOnce(request);

    assertThat(commands.runOnce(request)).isEqualTo(first);
    assertThat(LabFixture.onServer(lab, "cat /tmp/effects")).isEqualTo("effect");
    assertThat(first.stdoutBytes()).isEqualTo(7);
  }

  @Test
  void shouldStartAgainWhatFailsWithALogOfItsOwn() {
    LabFixture.onServer(lab, "rm -f /tmp/tries");
    ExecInput third =
        reading(
            "echo try | tee -a /tmp/tries; [ $(wc -l </tmp/tries) -ge 3 ]", null, new Retry(5, 0));

    ServerResult result =
        commands
            .runReadOnly(new BatchRequest(operation, List.of(server.name()), third, 1))
            .getFirst();

    assertThat(result.error()).isNull();
    assertThat(result.outcome()).containsEntry("attempts", 3).containsEntry("stdoutBytes", 4);
    assertThat(LabFixture.onServer(lab, "wc -l </tmp/tries")).isEqualTo("3");
    assertThat(text(step(1), "stdout")).isEqualTo("try\n".repeat(3));
    LabFixture.onServer(lab, "rm -f /tmp/tries");
  }

  @Test
  void shouldRunSeveralCommandsUntilOneFailsWithALogOfEach() throws IOException {
    ExecInput three = reading(null, List.of("echo one", "echo two; exit 4", "echo three"), null);

    ServerResult result =
        commands
            .runReadOnly(new BatchRequest(operation, List.of(server.name()), three, 1))
            .getFirst();

    assertThat(result.error()).isEqualTo("command 2 of 3: exit code 4");
    assertThat(result.outcome())
        .containsEntry("exitCode", 4)
        .containsEntry("stdoutBytes", 8)
        .extracting("results")
        .asString()
        .contains("step=run-1, exitCode=0", "step=run-2, exitCode=4")
        .doesNotContain("run-3");
    var raw = new ByteArrayOutputStream();
    OperationLogs stored = new OperationLogs(database.jdbi(), database.atRest());
    assertThat(stored.copy(operation, server.name(), "run-2", "stdout", raw)).isEqualTo(4);
    assertThat(raw).hasToString("two\n");
  }

  @Test
  void shouldShowNothingOfAnEarlierTryWhereTheLastSaidNothing() throws IOException {
    LabFixture.onServer(lab, "rm -f /tmp/second");
    ExecInput second =
        reading(
            "test -e /tmp/second || { touch /tmp/second; echo not yet; exit 1; }",
            null,
            new Retry(1, 0));

    ServerResult result =
        commands
            .runReadOnly(new BatchRequest(operation, List.of(server.name()), second, 1))
            .getFirst();

    assertThat(result.error()).isNull();
    assertThat(text(step(1), "stdout")).isEqualTo("not yet\n");
    var raw = new ByteArrayOutputStream();
    OperationLogs stored = new OperationLogs(database.jdbi(), database.atRest());
    assertThat(stored.copy(operation, server.name(), "run", "stdout", raw)).isZero();
    LabFixture.onServer(lab, "rm -f /tmp/second");
  }

  @Test
  void shouldTraceTheStepItsCommandAndItsConnectionUnderTheOperation() {
    String trace = Span.fromContext(OperationTrace.of(operation)).getSpanContext().getTraceId();

    run(shell("exit 7"), true);

    List<SpanData> spans =
        TRACES.getSpans().stream().filter(span -> span.getTraceId().equals(trace)).toList();
    SpanData step = named(spans, "step run");
    assertThat(step.getStatus().getDescription()).isEqualTo("exit code 7");
    assertThat(step.getAttributes().get(OperationTrace.SERVER)).isEqualTo(server.name());
    SpanData command = named(spans, "ssh exec");
    assertThat(command.getParentSpanId()).isEqualTo(step.getSpanId());
    assertThat(command.getAttributes().get(AttributeKey.longKey("process.exit.code")))
        .isEqualTo(7L);
    SpanData connect = named(spans, "ssh connect");
    assertThat(connect.getParentSpanId()).isEqualTo(command.getSpanId());
  }

  private static SpanData named(List<SpanData> spans, String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void shouldFailOnOneServerOnly() {
    List<ServerResult> results =
        commands.runReadOnly(
            new BatchRequest(operation, List.of(server.name(), "gone"), shell("true"), 2));

    assertThat(results)
        .extracting(ServerResult::server, result -> result.state().word())
        .containsExactlyInAnyOrder(
            org.assertj.core.api.Assertions.tuple(server.name(), "succeeded"),
            org.assertj.core.api.Assertions.tuple("gone", "failed"));
  }

  /** How a command ended, whichever way it was run. */
  private record Ended(
      @Nullable Integer exitCode,
      @Nullable String error,
      long stdoutBytes,
      String stdout,
      String stderr) {}

  private Ended run(ExecInput input, boolean readOnly) {
    if (!readOnly) {
      ExecOutcome outcome = commands.runOnce(new RunRequest(step(1), input));
      return ended(outcome.exitCode(), outcome.error(), outcome.stdoutBytes(), step(1));
    }
    ServerResult result =
        commands
            .runReadOnly(new BatchRequest(operation, List.of(server.name()), input, 1))
            .getFirst();
    Map<String, Object> facts = result.outcome() == null ? Map.of() : result.outcome();
    long bytes = facts.get("stdoutBytes") instanceof Number number ? number.longValue() : 0;
    Integer code = facts.get("exitCode") instanceof Number number ? number.intValue() : null;
    return ended(code, result.error(), bytes, step(1));
  }

  private Ended ended(@Nullable Integer code, @Nullable String error, long bytes, Step step) {
    return new Ended(code, error, bytes, text(step, "stdout"), text(step, "stderr"));
  }

  private String text(Step step, String stream) {
    return new OperationLogs(database.jdbi(), database.atRest())
        .read(step.operation(), null, null, 1000).items().stream()
            .filter(chunk -> chunk.stream().equals(stream))
            .sorted(Comparator.comparingLong(OperationLogs.Chunk::offset))
            .map(OperationLogs.Chunk::text)
            .collect(Collectors.joining());
  }

  private Step step(int generation) {
    return new Step(operation, server.name(), "run", generation, token, "Run it");
  }

  private static ExecInput reading(
      @Nullable String line, @Nullable List<String> commands, @Nullable Retry retry) {
    return new ExecInput(
        null, line, null, commands, false, null, Map.of(), null, 60, true, 1, retry);
  }

  private static ExecInput shell(String line) {
    return new ExecInput(null, line, null, null, false, null, Map.of(), null, 60, false, 64, null);
  }

  private void awaitProcesses(String what, int count) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    String seen;
    do {
      seen = LabFixture.onServer(lab, "pgrep -xfc '" + what + "' || true").strip();
      if (seen.equals(Integer.toString(count))) {
        return;
      }
      Thread.sleep(50);
    } while (System.nanoTime() < until);
    throw new AssertionError(seen + " processes '" + what + "', not " + count);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
