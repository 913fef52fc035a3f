package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.failure.FailureOrigin;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What files, units and kernel parameters refuse, and how they fail. */
@LabTest
class ServerSetupKindsIT {
  private static Bench bench;

  @BeforeAll
  static void start(List<LabServer> servers) throws IOException {
    bench = new Bench(servers);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @Test
  void shouldRefuseFilesThatAreNotForIt(Lab lab) {
    LabFixture.onServer(
        lab,
        "mkdir -p /srv/odd/dir && ln -sfn dir /srv/odd/link && ln -sfn /etc/hosts /srv/odd/hosts && mkfifo /srv/odd/pipe && head -c 300000 /dev/zero >/srv/odd/large");

    assertThat(
            refusals(
                """
                {"files": [
                  {"path": "/etc/sudoers.d/x", "content": "x"},
                  {"path": "/srv/odd/dir", "content": "x"},
                  {"path": "/srv/odd/link/x", "content": "x"},
                  {"path": "/srv/odd/hosts", "content": "x"},
                  {"path": "/srv/odd/pipe", "content": "x"},
                  {"path": "/srv/odd/large", "content": "x"},
                  {"path": "/srv/none/x", "content": "x"},
                  {"path": "/srv/odd/x", "lines": [{"line": "x"}]},
                  {"path": "/etc/hosts", "lines": [{"line": "x", "after": "^nothing$"}]},
                  {"path": "/srv/odd/y", "content": "x", "owner": "nobody-of-ours"}]}
                """))
        .anyMatch(why -> why.contains("it holds sudo rules: use sudo"))
        .anyMatch(why -> why.startsWith("files: /srv/odd/dir: it is a directory"))
        .anyMatch(
            why -> why.startsWith("files: /srv/odd/link/x: its directory is really /srv/odd/dir"))
        .anyMatch(
            why -> why.startsWith("files: /srv/odd/hosts: it is a symbolic link to /etc/hosts"))
        .anyMatch(why -> why.startsWith("files: /srv/odd/pipe: it is neither"))
        .anyMatch(why -> why.startsWith("files: /srv/odd/large: it is too large"))
        .anyMatch(
            why -> why.startsWith("files: /srv/none/x: the directory /srv/none does not exist"))
        .anyMatch(why -> why.startsWith("files: /srv/odd/x: there is nothing to edit"))
        .anyMatch(why -> why.startsWith("files: /etc/hosts: no line of it matches"))
        .anyMatch(
            why -> why.startsWith("files: /srv/odd/y: the owner nobody-of-ours does not exist"))
        .hasSize(10);
    LabFixture.onServer(lab, "rm -r /srv/odd");
  }

  @Test
  void shouldWriteNothingWhenSomebodyWasFasterAndUndoNothingOfTheirs(Lab lab) {
    LabFixture.onServer(lab, "mkdir -p /srv/race && echo one >/srv/race/file");
    String input = "{\"files\": [{\"path\": \"/srv/race/file\", \"content\": \"two\\n\"}]}";
    Bench.Operation late = bench.operation("lab-1", "server-setup");
    PlanSummary plan = late.plan(input);
    LabFixture.onServer(lab, "echo theirs >/srv/race/file");

    assertThat(late.applyAll(plan))
        .singleElement()
        .satisfies(outcome -> {
          assertThat(outcome.result()).isEqualTo(Result.FAILED);
          assertThat(outcome.message()).contains("has been changed since the plan was made");
        });
    assertThat(LabFixture.onServer(lab, "cat /srv/race/file")).isEqualTo("theirs");

    Bench.Operation made = bench.operation("lab-1", "server-setup");
    assertThat(made.applyAll(made.plan(input))).allMatch(o -> o.result() == Result.APPLIED);
    LabFixture.onServer(lab, "echo more >>/srv/race/file");
    assertThat(
            bench
                .operation("lab-1", "undo")
                .plan("{\"operation\": \"%s\"}".formatted(made.id))
                .refusals())
        .singleElement()
        .asString()
        .contains("/srv/race/file has been changed since");
    LabFixture.onServer(lab, "rm -r /srv/race");
  }

  @Test
  void shouldRevertAUnitThatDoesNotStayUp(Lab lab) {
    LabFixture.onServer(
        lab,
        """
        printf '[Service]\\nExecStart=/bin/sleep 1000\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/broken.service
        systemctl daemon-reload && systemctl start broken.service
        """);
    String state =
        "cat /etc/systemd/system/broken.service; systemctl is-active broken.service; systemctl is-enabled broken.service || :";
    String before = LabFixture.onServer(lab, state);
    Bench.Operation operation = bench.operation("lab-1", "server-setup");
    PlanSummary plan =
        operation.plan(
            """
            {"units": [{"name": "broken.service", "running": true, "enabled": true,
              "unitFile": "[Service]\\nExecStart=/bin/sh -c 'echo this is why; exit 3'\\n[Install]\\nWantedBy=multi-user.target\\n"}]}
            """);
    assertThat(plan.groups()).allMatch(PlanSummary.Group::commitConfirmed);

    ApplyOutcome outcome = operation.apply(plan, "units", 1);

    assertThat(outcome.result()).isEqualTo(Result.FAILED);
    assertThat(outcome.message())
        .contains("broken.service does not stay up", "ExecMainStatus=3", "this is why");
    assertThat(outcome.message()).doesNotContain("holdfast-failed");
    assertThat(outcome.origin()).isEqualTo(FailureOrigin.ofUnit("broken.service", "failed"));
    assertThat(LabFixture.onServer(lab, state)).isEqualTo(before);
    operation.end();
    LabFixture.onServer(
        lab,
        "systemctl stop broken.service; rm /etc/systemd/system/broken.service; systemctl daemon-reload");
  }

  @Test
  void shouldSayWhichParameterIsOnlyForTheNextBoot() {
    Bench.Operation operation = bench.operation("lab-1", "server-setup");
    PlanSummary plan =
        operation.plan(
            """
            {"sysctl": [{"key": "vm.swappiness", "value": "11"}, {"key": "net.ipv4.ip_forward", "value": "nonsense"}]}
            """);

    assertThat(operation.stored(plan).group("sysctl").changes())
        .singleElement()
        .satisfies(
            change -> assertThat(change.title()).contains("written for the next boot, not live"));
    ApplyOutcome refused = operation.apply(plan, "sysctl-net", 1);
    assertThat(refused.result()).isEqualTo(Result.FAILED);
    assertThat(refused.message()).contains("the kernel does not take nonsense");
    operation.end();
  }

  private static List<String> refusals(String input) {
    return bench.operation("lab-1", "server-setup").plan(input).refusals();
  }
}
