package dev.holdfast.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.Oddity.Deed;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.exec.ServerCommands;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.policy.CommandGate;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.activities.transfer.Bytes;
import dev.holdfast.activities.transfer.BytesReceipt;
import dev.holdfast.activities.transfer.Downloads;
import dev.holdfast.activities.transfer.Uploads;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecActivities.RunRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.transfer.TransferActivities.Sent;
import dev.holdfast.schemas.transfer.Via;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * On odd servers commands and files work, or one line says what is wrong; either way nothing is
 * left behind. What is odd, and what then fails, is the table in {@link Oddity}.
 */
@LabTest
final class OddServersIT {
  private static final String DIR = "/srv/odd";
  private static final int MUCH_BYTES = 300_000;

  /** On both streams, and more than pipes and windows hold. */
  private static final String MUCH =
      "for n in 1 2; do head -c %d /dev/zero | tr '\\0' x >&$n; printf end >&$n; done"
          .formatted(MUCH_BYTES - 3);

  @SuppressWarnings("NullAway.Init")
  private static TestDatabase database;

  private final Lab lab;
  private final LabServer labServer;
  private Server server;
  private final long token = LabFixture.nextToken();
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private String operation = "";

  OddServersIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer);
  }

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldWorkOrSayWhatIsWrong(Oddity oddity) {
    server = LabFixture.server(labServer, oddity.user());
    operation = "op-odd-" + oddity.name().toLowerCase(Locale.ROOT).replace('_', '-');
    database.operation(operation, "exec");
    LabFixture.onServer(
        lab,
        "rm -rf %1$s /var/lib/holdfast/transfers; install -d -o debian -g debian %1$s; head -c 300k /dev/urandom >%1$s/file"
            .formatted(DIR));
    LabFixture.onServer(lab, oddity.make());
    Map<Deed, String> errors = new EnumMap<>(Deed.class);
    try (Ssh ssh = new SshjSsh(credentials(oddity))) {
      ExecActivities commands = commands(ssh);
      for (Deed deed : Deed.values()) {
        errors.put(deed, error(ssh, commands, deed));
      }
    } finally {
      LabFixture.onServer(lab, oddity.undo());
    }

    for (Deed deed : Deed.values()) {
      String error = errors.getOrDefault(deed, "");
      String words = oddity.failure(deed);
      assertThat(error).as(deed + " of " + errors).contains(words == null ? "" : words);
      assertThat(error.isEmpty()).as(deed + " of " + errors).isEqualTo(words == null);
      assertThat(error).doesNotContain("\n", "Exception", "null");
    }
    try (Ssh ssh = LabFixture.ssh(labServer)) {
      new SshJournal(ssh).close(LabFixture.server(labServer), operation, token);
    }
    assertNothingLeft();
  }

  /** Does it, with whatever it may leave for the end of its operation; empty if it worked. */
  private String error(Ssh ssh, ExecActivities commands, Deed deed) {
    try {
      return switch (deed) {
        case READ -> read(commands, operation, shell("echo one && echo two >&2", false));
        case READ_MUCH_AS_ROOT -> readMuch(commands);
        case CHANGE -> change(commands, deed, shell("echo one && echo two >&2", false));
        case CHANGE_MUCH -> changeMuch(commands, deed);
        case FETCH -> fetch(ssh, false);
        case FETCH_AS_ROOT -> fetch(ssh, true);
        case COPY -> copy(ssh, deed, false, null);
        case COPY_AS_ROOT -> copy(ssh, deed, true, null);
        case COPY_BY_SFTP -> copy(ssh, deed, false, Via.SFTP);
        case COPY_BY_SCP -> copy(ssh, deed, false, Via.SCP);
      };
    } catch (SshException e) {
      return String.valueOf(e.getMessage());
    } catch (ActivityFailure e) {
      return e.getCause() instanceof ApplicationFailure cause
          ? String.valueOf(cause.getOriginalMessage())
          : "no failure of ours: " + e.getCause();
    }
  }

  private String read(ExecActivities commands, String operation, ExecInput input) {
    BatchRequest request = new BatchRequest(operation, List.of(server.name()), input, 1);
    return orEmpty(commands.runReadOnly(request).getFirst().error());
  }

  private String readMuch(ExecActivities commands) {
    String own = operation + "-much";
    database.operation(own, "exec");
    String error = read(commands, own, shell(MUCH, true));
    assertStored(error, new Step(own, server.name(), "run", 1, 0, ""));
    return error;
  }

  private String change(ExecActivities commands, Deed deed, ExecInput input) {
    return orEmpty(commands.runOnce(new RunRequest(step(deed.toString()), input)).error());
  }

  private String changeMuch(ExecActivities commands, Deed deed) {
    String error = change(commands, deed, shell(MUCH, false));
    assertStored(error, step(deed.toString()));
    return error;
  }

  private static void assertStored(String error, Step step) {
    StepLogs logs = new StepLogs(database.jdbi(), database.atRest());
    if (error.isEmpty()) {
      assertThat(logs.stdout(step)).as("%s", step).hasSize(MUCH_BYTES).endsWith("xend");
      assertThat(logs.stored(step, true)).as("%s", step).isEqualTo(MUCH_BYTES);
    }
  }

  /** In a directory that is there; as the login user unless as root. */
  private ExecInput shell(String then, boolean sudo) {
    String line =
        "test \"$(id -un)\" = %s && cd . && { %s; }".formatted(sudo ? "root" : server.user(), then);
    return new ExecInput(null, line, null, null, sudo, null, Map.of(), null, 20, false, 1, null);
  }

  private String fetch(Ssh ssh, boolean sudo) {
    BytesReceipt receipt = new BytesReceipt(0);
    var _ =
        new Downloads(ssh)
            .fetch(server, new FetchInput(DIR + "/file", sudo, null), receipt, BytesReceipt.NOBODY);
    assertThat(receipt.bytes()).hasSizeGreaterThan(100_000);
    return "";
  }

  private String copy(Ssh ssh, Deed deed, boolean sudo, @Nullable Via via) {
    String path = DIR + "/" + deed;
    CopyInput input = new CopyInput("", path, "0640", null, "0600", sudo, via);
    Uploads uploads = new Uploads(ssh, new SshJournal(ssh));
    Bytes content = Bytes.random(100_000);
    Sent sent = uploads.send(server, step("send-" + deed), input, content, BytesReceipt.NOBODY);
    Outcome outcome = uploads.place(server, step("place-" + deed), input, sent, LabFixture.SILENT);
    assertThat(outcome).isEqualTo(new Outcome.Finished(0, ""));
    assertThat(LabFixture.onServer(lab, "sha256sum <" + path + "; stat -c '%a %U' " + path))
        .isEqualTo(content.sha256() + "  -\n640 " + (sudo ? "root" : server.user()));
    return "";
  }

  private void assertNothingLeft() {
    assertThat(LabFixture.onServer(lab, "ls -A /var/lib/holdfast/transfers 2>/dev/null || true"))
        .isEmpty();
    assertThat(LabFixture.onServer(lab, "find / -xdev -name '.*holdfast-*' -not -path '/proc/*'"))
        .isEmpty();
    LabFixture.await(
        lab, "! pgrep -f \"^(sshd: (debian|root@)|sh /var/lib/holdfast|sudo )\" >/dev/null");
  }

  private ExecActivities commands(Ssh ssh) {
    Journal journal = new SshJournal(ssh);
    temporal.registerActivitiesImplementations(
        new ServerCommands(
            name -> name.equals(server.name()) ? Optional.of(server) : Optional.empty(),
            ssh,
            journal,
            new StepLogs(database.jdbi(), database.atRest()),
            new Operations(database.jdbi(), database.atRest()),
            new StepContexts(
                new OperationOrigins(database.jdbi()),
                new CommandGate(
                    new CommandRules(database.jdbi()),
                    _ -> Optional.of(server),
                    new CommandAudit(database.jdbi(), database.atRest())),
                _ -> List.of()),
            database.secretValues()));
    return LabFixture.activities(temporal, ExecActivities.class);
  }

  private Credentials credentials(Oddity oddity) {
    Credentials key = LabFixture.credentials(labServer);
    Optional<String> password = Optional.ofNullable(oddity.sudoPassword(lab.password()));
    return new Credentials() {
      @Override
      public String privateKey(Server server) {
        return key.privateKey(server);
      }

      @Override
      public Optional<String> sudoPassword(Server server) {
        return password;
      }
    };
  }

  private Step step(String key) {
    return new Step(operation, server.name(), key, 1, token, "Be odd");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
