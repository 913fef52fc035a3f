package dev.holdfast.activities.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.audit.AuditTrail;
import dev.holdfast.activities.audit.AuditedJournal;
import dev.holdfast.activities.audit.AuditedSsh;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.change.ServerChanges;
import dev.holdfast.activities.exec.ServerCommands;
import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.policy.CommandGate;
import dev.holdfast.activities.revert.JournalledCommitConfirmed;
import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.activities.step.Heartbeats;
import dev.holdfast.activities.step.Reachability;
import dev.holdfast.activities.step.StepInterceptor;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.audit.AuditFilter;
import dev.holdfast.platform.audit.AuditRecord;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.operation.LeaseDeliveries;
import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.operation.StepRecords;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.platform.secret.ServerSecrets;
import dev.holdfast.platform.server.HostKeyPins;
import dev.holdfast.platform.server.PendingReverts;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.GroupRequest;
import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecActivities.RunRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.workflows.serversetup.ServerSetupDesiredState;
import io.temporal.failure.ActivityFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Secrets on a real server: they arrive there, and nowhere else. */
@LabTest
final class SecretsIT {
  private final Lab lab;
  private final Server server;
  private final TestDatabase database = new TestDatabase();
  private final Jdbi jdbi = database.jdbi();
  private final NamedSecrets secrets = database.namedSecrets();
  private final CommandAudit audit = new CommandAudit(jdbi, database.atRest());
  private final AuditTrail trail = new AuditTrail(audit);
  private final StepLogs logs = new StepLogs(jdbi, database.atRest());
  private final Plans plans = new Plans(jdbi, database.atRest());
  private final Heartbeats heartbeats = new Heartbeats();
  private final SshjSsh ssh;
  private final TestActivityEnvironment temporal;
  private final ExecActivities commands;
  private final ChangeActivities changes;
  private final long token = LabFixture.nextToken();
  private int operations;

  /** Of this run, and in no source. */
  private final String canary = "kanari'" + UUID.randomUUID().toString().replace("-", "");

  SecretsIT(Lab lab, LabServer labServer) throws IOException {
    this.lab = lab;
    this.server = LabFixture.server(labServer);
    this.ssh = LabFixture.ssh(labServer);
    ServerSecrets known = new ServerSecrets(database.secrets(), secrets::usedOn);
    StepContexts contexts =
        new StepContexts(
            new OperationOrigins(jdbi),
            new CommandGate(new CommandRules(jdbi), _ -> Optional.of(server), audit),
            known::of);
    temporal = TestActivityEnvironment.newInstance(interceptedBy(contexts));
    SecretValues values = new SecretValues(secrets, audit, () -> 2, known::forget);
    Ssh audited = new AuditedSsh(ssh, trail, known::of);
    Journal journal = new AuditedJournal(new SshJournal(audited), trail, known::of);
    temporal.registerActivitiesImplementations(
        new ServerCommands(
            _ -> Optional.of(server),
            audited,
            journal,
            logs,
            new Operations(jdbi, database.atRest()),
            contexts,
            values),
        new ServerChanges(
            _ -> Optional.of(server),
            (_, _) -> {},
            new HostKeyPins(jdbi),
            _ -> List.of(),
            audited,
            journal,
            new JournalledCommitConfirmed(journal, audited),
            new FactsReader(audited, OfferedAlgorithms.byKind()),
            plans,
            new Ledger(jdbi, database.atRest()),
            logs,
            new LeaseDeliveries(jdbi),
            new PendingReverts(jdbi),
            new ServerInputs(jdbi, database.atRest())::find,
            database.hiddenFiles(),
            database.secretVariables(),
            Map.of("server-setup", new ServerSetupDesiredState()),
            Map.of()));
    commands = LabFixture.activities(temporal, ExecActivities.class);
    changes = LabFixture.activities(temporal, ChangeActivities.class);
  }

  private TestEnvironmentOptions interceptedBy(StepContexts contexts) {
    return TestEnvironmentOptions.newBuilder()
        .setWorkerFactoryOptions(
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(
                    new StepInterceptor(
                        new StepRecords(jdbi, database.atRest()),
                        heartbeats,
                        contexts,
                        new Reachability(_ -> false, Clock.systemUTC()),
                        "worker"))
                .build())
        .build();
  }

  @AfterEach
  void close() throws IOException {
    temporal.close();
    trail.close();
    heartbeats.close();
    ssh.close();
    database.close();
  }

  @Test
  void shouldGiveACommandItsSecretAndShowItNowhere() throws Exception {
    set("db-password", canary);
    // The length says that it arrived whole; it is also shown in every way in which one may print
    // it.
    String line = "echo \"got $PW\"; printf %s \"$PW\" | base64 -w0; printf %s \"$PW\" | wc -c";

    for (boolean readOnly : new boolean[] {true, false}) {
      String operation = operation("exec");
      String out = run(operation, line, readOnly);

      assertThat(out).startsWith("got *****").contains("" + canary.length());
      assertShownNowhere(out);
      assertThat(audited(operation))
          .containsOnlyOnce("read secret://db-password@1 for the step run")
          .contains("PW=secret://db-password");
    }
    set("db-password", "another-" + canary);
    String later = operation("exec");
    assertThat(run(later, line, false)).contains("" + ("another-" + canary).length());
    assertThat(audited(later)).contains("read secret://db-password@2");
    // A later command that was given nothing may come across it all the same.
    String shown = run(operation("exec"), "echo \"" + canary + "\"", true);
    assertShownNowhere(shown);
    // What the commands printed the server keeps; what they were given it does not.
    LabFixture.await(lab, "! grep -rqF --include=script.* " + plain() + " /var/lib/holdfast");
  }

  @Test
  void shouldWriteAFileWithItsSecretKeepItOutOfPlanAndLedgerAndUndoIt() throws Exception {
    set("api-key", canary);
    LabFixture.onServer(lab, "mkdir -p /srv/secret && echo 'key=old' >/srv/secret/app.conf");
    String input =
        """
        {"files": [{"path": "/srv/secret/app.conf", "mode": "0600",
          "content": "port=80\\nkey={{ key }}\\n", "variables": {"key": "secret://api-key"}},
         {"path": "/srv/secret/whole", "content": "secret://api-key"}]}
        """;

    String first = operation("server-setup");
    PlanSummary plan = plan(first, input, "plan");
    assertThat(plan.changes()).isEqualTo(2);
    String body = JsonPayloads.write(plans.find(first, "lab-1", plan.hash()).orElseThrow());
    assertThat(body).contains("key=secret://api-key@1");
    assertShownNowhere(body);
    assertThat(plan(operation("server-setup"), input, "plan").hash()).isEqualTo(plan.hash());
    apply(first, plan);
    assertThat(
            LabFixture.onServer(lab, "cat /srv/secret/app.conf; stat -c %a /srv/secret/app.conf"))
        .isEqualTo("port=80\nkey=" + canary + "\n600");
    assertThat(LabFixture.onServer(lab, "cat /srv/secret/whole")).isEqualTo(canary);
    assertThat(plan(first, input, "verify").changes()).isZero();
    assertShownNowhere(ledger(first));
    assertThat(audited(first)).containsOnlyOnce("read secret://api-key@1 for the step plan");

    set("api-key", "next-" + canary);
    String second = operation("server-setup");
    PlanSummary rotated = plan(second, input, "plan");
    assertThat(rotated.changes()).isEqualTo(2);
    assertThat(rotated.hash()).isNotEqualTo(plan.hash());
    apply(second, rotated);
    assertThat(LabFixture.onServer(lab, "cat /srv/secret/whole")).isEqualTo("next-" + canary);
    assertShownNowhere(ledger(second));

    for (String undone : List.of(second, first)) {
      String undo = operation("undo");
      PlanSummary back = plan(undo, "{\"operation\": \"" + undone + "\"}", "plan");
      assertThat(back.refusals()).isEmpty();
      assertShownNowhere(JsonPayloads.write(plans.find(undo, "lab-1", back.hash()).orElseThrow()));
      apply(undo, back);
      assertShownNowhere(ledger(undo));
    }
    assertThat(LabFixture.onServer(lab, "cat /srv/secret/app.conf; ls /srv/secret"))
        .isEqualTo("key=old\napp.conf");
    // Nor in the journal's scripts, where a content is in base64.
    String script = base64("port=80\nkey=" + canary).substring(0, 40);
    LabFixture.await(lab, "! grep -rqF " + script + " /var/lib/holdfast");
    LabFixture.onServer(lab, "rm -r /srv/secret");
  }

  @Test
  void shouldHideASecretInAnotherFileOfThePlanThatUsesItFirst() throws Exception {
    set("first-use", canary);
    String quoted = canary.replace("'", "'\\''");
    LabFixture.onServer(
        lab, "mkdir -p /srv/first && printf %s '" + quoted + "' >/srv/first/a && cd /srv/first");
    String operation = operation("server-setup");

    PlanSummary plan =
        plan(
            operation,
            """
            {"files": [{"path": "/srv/first/a", "absent": true},
             {"path": "/srv/first/b", "content": "secret://first-use"}]}
            """,
            "plan");

    assertThat(plan.changes()).isEqualTo(2);
    assertShownNowhere(
        JsonPayloads.write(plans.find(operation, "lab-1", plan.hash()).orElseThrow()));
    LabFixture.onServer(lab, "rm -r /srv/first");
  }

  @Test
  void shouldRunNothingWithoutItsSecret() {
    String operation = operation("exec");

    assertThatThrownBy(() -> run(operation, "touch /tmp/ran", false))
        .isInstanceOf(ActivityFailure.class)
        .cause()
        .hasMessageContaining("there is no secret://db-password any more");
    assertThat(LabFixture.onServer(lab, "ls /tmp/ran 2>/dev/null || true")).isEmpty();

    secrets.set(
        "default",
        "db-password",
        new NamedSecrets.Setting(new byte[] {(byte) 0xff, 0}, null, null),
        "ann");
    assertThatThrownBy(() -> run(operation("exec"), "true", false))
        .cause()
        .hasMessageContaining("is not text, and so cannot be the value of the variable PW");
  }

  private void set(String name, String value) {
    secrets.set(
        "default",
        name,
        new NamedSecrets.Setting(value.getBytes(StandardCharsets.UTF_8), null, null),
        "ann");
  }

  private String operation(String type) {
    String id = "op-secret-" + token + "-" + operations++;
    database.operation(id, type);
    database.server(id, server.name());
    return id;
  }

  private String run(String operation, String line, boolean readOnly) throws IOException {
    ExecInput input =
        new ExecInput(
            null,
            line,
            null,
            null,
            false,
            null,
            Map.of("PW", "secret://db-password"),
            null,
            30,
            readOnly,
            4,
            null);
    if (readOnly) {
      commands.runReadOnly(new BatchRequest(operation, List.of(server.name()), input, 1));
    } else {
      commands.runOnce(new RunRequest(step(operation, "run"), input));
    }
    var out = new ByteArrayOutputStream();
    new OperationLogs(jdbi, database.atRest()).copy(operation, server.name(), "run", "stdout", out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private PlanSummary plan(String operation, String input, String key) throws IOException {
    String type =
        jdbi.withHandle(handle ->
            handle
                .createQuery("select type from operations where id = :id")
                .bind("id", operation)
                .mapTo(String.class)
                .one());
    Object read = JsonPayloads.mapper().readValue(input, Object.class);
    return changes.plan(new PlanRequest(step(operation, key), type, read));
  }

  private void apply(String operation, PlanSummary plan) {
    for (PlanSummary.Group group : plan.groups()) {
      Step step = step(operation, ChangeActivities.applyKey(group.key()));
      ApplyOutcome outcome = changes.apply(new GroupRequest(step, plan.hash(), group.key()));
      assertThat(outcome.result()).as(outcome.message()).isEqualTo(Result.APPLIED);
      assertShownNowhere(outcome.message());
    }
  }

  private Step step(String operation, String key) {
    return new Step(operation, server.name(), key, 1, token + operations, key);
  }

  private String ledger(String operation) {
    return JsonPayloads.write(
        new Ledger(jdbi, database.atRest()).changes(operation, server.name()));
  }

  private String audited(String operation) {
    return String.join(
        "\n",
        audit
            .list(new AuditFilter("default", null, operation, null, null), true, null, 100)
            .items()
            .stream()
            .map(AuditRecord::command)
            .toList());
  }

  /** Without what a shell reads in its own way. */
  private String plain() {
    return canary.substring(canary.indexOf('\'') + 1);
  }

  /** Not as it is, nor encoded, nor as a digest by which it could be guessed. */
  private void assertShownNowhere(String text) {
    assertThat(text)
        .doesNotContain(plain())
        .doesNotContain(base64(canary))
        .doesNotContain(sha256());
    assertThat(text).doesNotContain(base64("port=80\nkey=" + canary + "\n"));
  }

  private String sha256() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(canary.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
