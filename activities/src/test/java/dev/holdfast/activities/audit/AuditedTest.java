package dev.holdfast.activities.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Listener;
import dev.holdfast.activities.policy.CommandGate;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.RemoteSockets;
import dev.holdfast.activities.ssh.SftpWork;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.platform.audit.AuditFilter;
import dev.holdfast.platform.audit.AuditRecord;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.AuditedCommand.Kind;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.schemas.command.CommandMatcher;
import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.failure.ApplicationFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written of what goes over a way to servers; the way itself is a fake. */
final class AuditedTest {
  private static final Server WEB =
      new Server("web-1", "192.0.2.1", 22, "admin", "key", List.of(), Map.of(), null);
  private static final Listener SILENT =
      new Listener() {
        @Override
        public void alive() {}

        @Override
        public void output(boolean stderr, long offset, byte[] bytes) {}
      };
  private static final TestDatabase DATABASE = open();

  private final CommandAudit audit = new CommandAudit(DATABASE.jdbi(), DATABASE.atRest());
  private final AuditTrail trail = new AuditTrail(audit);

  /** What a person typed. */
  private record Typed(String line) implements RunsCommands {
    @Override
    public List<Invocation> invocations() {
      return List.of(Invocation.line(line));
    }

    @Override
    public boolean asRoot() {
      return false;
    }
  }

  private static TestDatabase open() {
    try {
      return new TestDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void closeDatabase() throws IOException {
    DATABASE.close();
  }

  @AfterEach
  void close() {
    trail.close();
  }

  @Test
  void shouldWriteACommandBeforeItRunsAndItsEndAfterwards(TestInfo test) {
    String operation = operation(test);
    var ssh =
        ssh((server, command, streams) -> {
          // At this moment it is there already.
          assertThat(records(operation))
              .extracting(AuditRecord::outcome)
              .containsExactly(AuditedCommand.Outcome.STARTED);
          print(streams, "twelve bytes", "no");
          return 3;
        });

    try (var scope =
        CommandContext.open("ada", step(operation, 7), new Typed("login hunter2 --password=abc"))) {
      CommandContext.current().hide("hunter2");
      ssh.exec(WEB, command("login hunter2 --password=abc", true));
    }
    trail.close();

    AuditRecord record = only(operation);
    assertThat(record.command()).isEqualTo("login ******* --password=***");
    assertThat(record.initiator()).isEqualTo("ada");
    assertThat(record.outcome()).isEqualTo(AuditedCommand.Outcome.FAILED);
    assertThat(record.exitCode()).isEqualTo(3);
    assertThat(record.bytesOut()).isEqualTo(12);
    assertThat(record.bytesErr()).isEqualTo(2);
    assertThat(record.sudo()).isTrue();
    assertThat(record.internal()).isFalse();
    assertThat(record.step()).isEqualTo("run");
    assertThat(record.loginUser()).isEqualTo("admin");
    assertThat(record.kind()).isEqualTo(Kind.EXEC);
  }

  @Test
  void shouldWriteOneRecordForAllConnectionsToASocket(TestInfo test) {
    String operation = operation(test);
    var ssh = ssh((server, command, streams) -> 0);

    try (var scope = CommandContext.open("ada", step(operation, 7), new Typed("docker logs web"))) {
      var _ =
          ssh.socket(
              WEB,
              "/run/engine.sock",
              sockets -> {
                assertThat(records(operation))
                    .extracting(AuditRecord::outcome)
                    .containsExactly(AuditedCommand.Outcome.STARTED);
                return "done";
              });
    }
    trail.close();

    AuditRecord record = only(operation);
    assertThat(record.kind()).isEqualTo(Kind.CONNECT);
    assertThat(record.command()).startsWith("connect to /run/engine.sock: ");
    assertThat(record.outcome()).isEqualTo(AuditedCommand.Outcome.SUCCEEDED);
  }

  @Test
  void shouldWriteAReadingCommandAfterwardsAndHideWhatItReads(TestInfo test) {
    String operation = operation(test);
    var ssh =
        ssh((server, command, streams) -> {
          assertThat(records(operation)).isEmpty();
          return 0;
        });

    try (var scope = CommandContext.open("ada", step(operation, 0), "no request of a person")) {
      ssh.exec(WEB, Command.rootScript("cat /etc/shadow", Duration.ofSeconds(1)));
    }
    trail.close();

    AuditRecord record = only(operation);
    assertThat(record.kind()).isEqualTo(Kind.SCRIPT);
    assertThat(record.internal()).isTrue();
    assertThat(record.command())
        .startsWith("sh -s # 15 characters, SHA-256 ")
        .doesNotContain("cat");
    assertThat(record.outcome()).isEqualTo(AuditedCommand.Outcome.SUCCEEDED);
  }

  @Test
  void shouldTellWhatNeverRanFromWhatNobodyKnows(TestInfo test) {
    String operation = operation(test);
    List<FailureType> types = List.of(FailureType.AUTHENTICATION, FailureType.UNREACHABLE);
    try (var scope = CommandContext.open("ada", step(operation, 1), "")) {
      for (FailureType type : types) {
        var ssh =
            ssh((server, command, streams) -> {
              throw new SshException(type, "token=abc", null);
            });
        assertThatThrownBy(() -> ssh.exec(WEB, command("id", false)))
            .isInstanceOf(SshException.class);
      }
    }
    trail.close();

    assertThat(records(operation))
        .extracting(AuditRecord::outcome)
        .containsExactly(AuditedCommand.Outcome.NOT_RUN, AuditedCommand.Outcome.UNKNOWN);
    assertThat(records(operation).getFirst().error()).isEqualTo("token=***");
  }

  @Test
  void shouldRunNothingThatCannotBeWrittenDown() throws IOException {
    var broken = open();
    var gone =
        new AuditTrail(
            new CommandAudit(broken.jdbi(), DATABASE.atRest()), 2, Duration.ofMillis(50));
    broken.close();
    var ran = new StringBuilder();
    Ssh ssh =
        new AuditedSsh(
            new FakeSsh((server, command, streams) -> {
              ran.append('x');
              return 0;
            }),
            gone,
            _ -> List.of());

    try (var scope = CommandContext.open("ada", step("op-gone", 1), "")) {
      notAudited(ssh);
    }
    assertThat(ran).isEmpty();
    // What only reads runs as long as there is room for its record, and not beyond.
    try (var scope = CommandContext.open("ada", step("op-gone", 0), "")) {
      ssh.exec(WEB, command("id", false));
      ssh.exec(WEB, command("id", false));
      notAudited(ssh);
    }
    assertThat(ran).hasToString("xx");
    gone.close();
  }

  @Test
  void shouldHaveOneRecordOfAJournalEntryWhoseWaitingWasBrokenOff(TestInfo test) {
    String operation = operation(test);
    Step step = step(operation, 5);
    Entry entry = new Entry(step, "echo secret", Duration.ofSeconds(5));
    try (var scope = CommandContext.open("ada", step, "")) {
      var lost = journal(new SshException(FailureType.UNREACHABLE, "lost", null));
      assertThatThrownBy(() -> lost.run(WEB, entry, SILENT)).isInstanceOf(SshException.class);
      assertThat(only(operation).outcome()).isEqualTo(AuditedCommand.Outcome.STARTED);

      journal(null).run(WEB, entry, SILENT);
    }
    trail.close();

    AuditRecord record = only(operation);
    assertThat(record.outcome()).isEqualTo(AuditedCommand.Outcome.SUCCEEDED);
    assertThat(record.kind()).isEqualTo(Kind.JOURNAL);
    assertThat(record.command()).startsWith("Do it # 11 characters, SHA-256 ");
  }

  /** Nothing ran, and it was no rule that forbade it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldSayThatACommandOfAnEarlierHolderWasNotRun(boolean thrown, TestInfo test) {
    String operation = operation(test) + "-" + thrown;
    Step step = step(operation, 5);
    Entry entry = new Entry(step, "echo secret", Duration.ofSeconds(5));
    Journal fenced =
        new AuditedJournal(
            new Journal() {
              @Override
              public Journal.Outcome run(Server server, Entry one, Listener listener) {
                if (thrown) {
                  throw new SshException(FailureType.FENCED, "seen 7", null);
                }
                return new Journal.Outcome.Fenced(7);
              }

              @Override
              public void close(Server server, String closed, long fencingToken) {}
            },
            trail,
            _ -> List.of());
    try (var scope = CommandContext.open("ada", step, "")) {
      if (thrown) {
        assertThatThrownBy(() -> fenced.run(WEB, entry, SILENT)).isInstanceOf(SshException.class);
      } else {
        assertThat(fenced.run(WEB, entry, SILENT)).isEqualTo(new Journal.Outcome.Fenced(7));
      }
    }
    trail.close();

    assertThat(only(operation).outcome()).isEqualTo(AuditedCommand.Outcome.NOT_RUN);
  }

  @Test
  void shouldMaskAJournalsOutputAtItsTrueOffsets(TestInfo test) {
    var stored = new ByteArrayOutputStream();
    var listener =
        new Listener() {
          @Override
          public void alive() {}

          @Override
          public void output(boolean stderr, long offset, byte[] bytes) {
            assertThat(offset).isEqualTo(stored.size());
            stored.writeBytes(bytes);
          }
        };
    Step step = step(operation(test), 5);
    Journal.Outcome outcome;
    try (var scope = CommandContext.open("ada", step, new Typed("print it"))) {
      outcome =
          journal(null, "a\ntoken=h", "ide\npassword=hi", "de")
              .run(WEB, new Entry(step, "x", Duration.ofSeconds(5)), listener);
    }
    trail.close();

    assertThat(stored.toString(StandardCharsets.UTF_8)).isEqualTo("a\ntoken=****\npassword=****");
    assertThat(outcome).isEqualTo(new Journal.Outcome.Finished(0, false, "password=****"));
    assertThat(only(step.operation()).command()).isEqualTo("print it");
    assertThat(only(step.operation()).bytesOut()).isEqualTo(stored.size());
  }

  @Test
  void shouldAskThePolicyAgainBeforeAnActivityRuns(TestInfo test) {
    String operation = operation(test);
    DATABASE
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                insert into operations (id, organisation_id, type, state, priority, dry_run, initiator, selector, input, input_sha256)
                values (?, 'default', 'exec', 'running', 'normal', false, 'bob', 'web-1', '{}', '')
                """,
                operation));
    var rules = new CommandRules(DATABASE.jdbi());
    var contexts =
        new StepContexts(
            new OperationOrigins(DATABASE.jdbi()),
            new CommandGate(rules, name -> Optional.of(WEB), audit),
            _ -> List.of("server secret"));
    Step step = step(operation, 1);
    try (var scope = contexts.open(step, new Typed("reboot"))) {
      assertThat(CommandContext.current().initiator()).isEqualTo("bob");
      assertThat(CommandContext.current().redactor().redact("server secret"))
          .isEqualTo("*************");
    }
    var rule =
        rules.add(
            "default",
            new CommandRules.NewRule(
                CommandRule.Effect.DENY,
                "exec",
                "all",
                "bob",
                null,
                new CommandMatcher.Prefix(List.of("reboot")),
                false,
                null),
            "ada");

    assertThatThrownBy(() -> contexts.open(step, new Typed("echo 'server secret'; reboot")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo("REFUSED");
              assertThat(e.isNonRetryable()).isTrue();
              assertThat(e.getOriginalMessage()).contains("rule " + rule.id());
            });
    contexts.open(step, "nothing that a person typed").close();
    assertThat(only(operation).outcome()).isEqualTo(AuditedCommand.Outcome.REFUSED);
    assertThat(only(operation).command()).isEqualTo("echo '*************'; reboot");
    assertThat(rules.remove("default", rule.id(), "ada")).isTrue();
    contexts.open(step, new Typed("reboot")).close();
  }

  @Test
  void shouldFollowTheThreadsOfAStepAndForgetItAfterwards() throws InterruptedException {
    var seen = new String[2];
    Thread outlives;
    var ended = new java.util.concurrent.CountDownLatch(1);
    try (var scope = CommandContext.open("ada", step("op-threads", 1), "")) {
      Thread.ofVirtual().start(() -> seen[0] = CommandContext.current().initiator()).join();
      outlives =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  ended.await();
                  seen[1] = CommandContext.current().initiator();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
    ended.countDown();
    outlives.join();

    assertThat(seen).containsExactly("ada", "holdfast");
    assertThat(CommandContext.current().step()).isNull();
  }

  private static void notAudited(Ssh ssh) {
    assertThatThrownBy(() -> ssh.exec(WEB, command("id", false)))
        .isInstanceOfSatisfying(
            SshException.class, e -> assertThat(e.type()).isEqualTo(FailureType.NOT_AUDITED));
  }

  private static Command command(String line, boolean sudo) {
    return new Command(line, "", sudo, Duration.ofSeconds(1), 1000);
  }

  private static void print(Streams streams, String out, String err) {
    try {
      streams.stdout().write(out.getBytes(StandardCharsets.UTF_8));
      streams.stderr().write(err.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AuditedSsh ssh(FakeSsh.Run run) {
    return new AuditedSsh(new FakeSsh(run), trail, _ -> List.of());
  }

  /**
   * A journal whose rounds go over an audited way, which must not write them down by themselves.
   */
  private Journal journal(
      @org.jspecify.annotations.Nullable SshException failure, String... chunks) {
    AuditedSsh rounds = ssh((server, command, streams) -> 0);
    Journal fake =
        new Journal() {
          @Override
          public Journal.Outcome run(Server server, Entry entry, Listener listener) {
            rounds.exec(server, command("sh round", true));
            long offset = 0;
            for (String chunk : chunks) {
              byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
              listener.output(false, offset, bytes);
              offset += bytes.length;
            }
            if (failure != null) {
              throw failure;
            }
            return new Journal.Outcome.Finished(0, false, "password=hide");
          }

          @Override
          public void close(Server server, String operation, long fencingToken) {}
        };
    return new AuditedJournal(fake, trail, _ -> List.of());
  }

  private AuditRecord only(String operation) {
    List<AuditRecord> records = records(operation);
    assertThat(records).hasSize(1);
    return records.getFirst();
  }

  private List<AuditRecord> records(String operation) {
    return audit
        .list(new AuditFilter("default", null, operation, null, null), true, null, 10)
        .items();
  }

  private static Step step(String operation, long token) {
    return new Step(operation, "web-1", "run", 1, token, "Do it");
  }

  private static String operation(TestInfo test) {
    return "op-" + test.getTestMethod().orElseThrow().getName();
  }

  /** A way to no server. */
  private record FakeSsh(Run run) implements Ssh {
    interface Run {
      int stream(Server server, Command command, Streams streams);
    }

    @Override
    public int stream(Server server, Command command, Streams streams) {
      return run.stream(server, command, streams);
    }

    @Override
    public <T> T sftp(Server server, SftpWork<T> work) {
      throw new AssertionError("no SFTP here");
    }

    @Override
    public <T> T socket(Server server, String path, Function<RemoteSockets, T> work) {
      return work.apply(() -> {
        throw new AssertionError("no connection here");
      });
    }

    @Override
    public void prove(Server server, int port) {}

    @Override
    public void forget(Server server) {}

    @Override
    public void close() {}
  }
}
