package dev.holdfast.activities.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.policy.CommandGate;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecActivities.RunRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Users whose names are none of Debian's log in and run commands as what they are. */
@LabTest
final class LoginUsersIT {
  private static final Map<String, Integer> USERS =
      Map.of("svc@corp.example", 4001, "CORP\\svc", 4002, "Deploy", 4003);

  private final Lab lab;
  private final LabServer labServer;

  LoginUsersIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
  }

  @Test
  void shouldRunCommandsAsWhoeverLogsIn() throws IOException {
    USERS.forEach(this::make);
    try (TestDatabase database = new TestDatabase();
        SshjSsh ssh = LabFixture.ssh(labServer)) {
      for (String user : USERS.keySet()) {
        Server server = LabFixture.server(labServer, user);
        assertThat(said(database, ssh, server, true, false)).isEqualTo(user + " " + user + "\n");
        assertThat(said(database, ssh, server, false, false)).isEqualTo(user + " " + user + "\n");
        assertThat(said(database, ssh, server, false, true)).startsWith("root ");
      }
    } finally {
      LabFixture.onServer(
          lab,
          "sed -i '/:400[123]:/d' /etc/passwd /etc/group; sed -i '/^svc@corp\\|^CORP\\|^Deploy/d' /etc/shadow; rm -rf /home/4001 /home/4002 /home/4003 /etc/sudoers.d/odd-users");
    }
  }

  private void make(String user, int id) {
    LabFixture.onServer(
        lab,
        """
        printf '%%s:x:%2$d:%2$d::/home/%2$d:/bin/bash\\n' '%1$s' >>/etc/passwd
        printf '%%s:*:19000:0:99999:7:::\\n' '%1$s' >>/etc/shadow
        printf 'odd%2$d:x:%2$d:\\n' >>/etc/group
        install -d -o %2$d -g %2$d /home/%2$d
        cp -r /home/debian/.ssh /home/%2$d/
        chown -R %2$d:%2$d /home/%2$d
        printf '#%2$d ALL=(ALL) NOPASSWD: ALL\\n' >>/etc/sudoers.d/odd-users
        """
            .formatted(user, id));
  }

  private String said(
      TestDatabase database, SshjSsh ssh, Server server, boolean readOnly, boolean sudo) {
    int id = USERS.getOrDefault(server.user(), 0);
    String operation = "op-user-%d-%s-%s".formatted(id, readOnly, sudo);
    database.operation(operation, "exec");
    database.server(operation, server.name());
    StepLogs logs = new StepLogs(database.jdbi(), database.atRest());
    CommandAudit audit = new CommandAudit(database.jdbi(), database.atRest());
    TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    try {
      temporal.registerActivitiesImplementations(
          new ServerCommands(
              _ -> Optional.of(server),
              ssh,
              new SshJournal(ssh),
              logs,
              new Operations(database.jdbi(), database.atRest()),
              new StepContexts(
                  new OperationOrigins(database.jdbi()),
                  new CommandGate(
                      new CommandRules(database.jdbi()), _ -> Optional.of(server), audit),
                  _ -> List.of()),
              database.secretValues()));
      ExecActivities commands = LabFixture.activities(temporal, ExecActivities.class);
      ExecInput input =
          new ExecInput(
              null,
              "printf '%s %s\\n' \"$(id -un)\" \"$USER\"",
              null,
              null,
              sudo,
              null,
              Map.of(),
              null,
              30,
              false,
              1,
              null);
      if (readOnly) {
        commands.runReadOnly(new BatchRequest(operation, List.of(server.name()), input, 1));
      } else {
        Step step =
            new Step(operation, server.name(), "run", 1, LabFixture.nextToken(), "Run a command");
        commands.runOnce(new RunRequest(step, input));
      }
    } finally {
      temporal.close();
    }
    return new OperationLogs(database.jdbi(), database.atRest())
        .read(operation, null, null, 10).items().stream()
            .map(OperationLogs.Chunk::text)
            .reduce("", String::concat);
  }
}
