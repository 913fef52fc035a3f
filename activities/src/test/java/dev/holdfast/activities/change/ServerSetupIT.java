package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@LabTest(servers = 2)
class ServerSetupIT {
  private static final String SERVER = "lab-1";
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ann@example.org";
  private static final String INPUT =
      """
      {
        "groups": [{"name": "crew"}, {"name": "robots", "system": true}],
        "users": [
          {"name": "ann", "groups": ["crew"], "authorizedKeys": ["%s"]},
          {"name": "app", "system": true, "home": "/srv/app"},
          {"name": "robot", "system": true, "groups": ["robots"]}
        ],
        "sudo": [
          {"user": "ann", "commands": ["/usr/bin/systemctl restart a:b=c,d*", "/usr/bin/id"]},
          {"group": "crew", "password": true}
        ],
        "directories": [{"path": "/srv/app/releases/x", "owner": "ann", "group": "crew", "mode": "2750"}]
      }
      """
          .formatted(KEY);

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
  void shouldMakeEverythingOnceAndThenFindNothingToDo(Lab lab) {
    Bench.Operation first = bench.operation(SERVER, "server-setup");
    PlanSummary plan = first.plan(INPUT);
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.changes()).isEqualTo(9);
    assertThat(first.plan(INPUT).hash()).isEqualTo(plan.hash());

    assertThat(first.applyAll(plan)).allMatch(outcome -> outcome.result() == Result.APPLIED);

    assertThat(first.ledger("applied")).hasSize(9);
    assertThat(sh(lab, "id -nG ann")).isEqualTo("ann crew");
    assertThat(sh(lab, "id -u robot").length()).isLessThan(4);
    assertThat(sh(lab, "getent passwd robot | cut -d: -f6,7"))
        .isEqualTo("/nonexistent:/usr/sbin/nologin");
    assertThat(sh(lab, "cat ~ann/.ssh/authorized_keys")).isEqualTo(KEY);
    assertThat(sh(lab, "stat -c '%U:%G %a' ~ann/.ssh ~ann/.ssh/authorized_keys"))
        .isEqualTo("ann:ann 700\nann:ann 600");
    assertThat(sh(lab, "stat -c '%U:%G %a' /srv/app /srv/app/releases/x"))
        .startsWith("app:app")
        .endsWith("ann:crew 2750");
    assertThat(sh(lab, "visudo -cf /etc/sudoers.d/holdfast-user-ann")).contains("parsed OK");
    assertThat(sh(lab, "sudo -l -U ann")).contains("a\\:b\\=c\\,d\\*");
    assertThat(sh(lab, "sudo -l -U ann '/usr/bin/systemctl' restart 'a:b=c,d*'"))
        .contains("systemctl restart");
    assertThat(
            lab.exec(SERVER, "su", "ann", "-c", "sudo -n /usr/bin/systemctl restart a:b=c,dx")
                .exitCode())
        .as("a star in the input is no wildcard")
        .isNotZero();

    PlanSummary second = bench.operation(SERVER, "server-setup").plan(INPUT);
    assertThat(second.changes()).isZero();
    assertThat(second.unchanged()).isEqualTo(9);
  }

  @Test
  void shouldHaveOneEffectWhenTheSameChangesAreMadeTwice(Lab lab) {
    String input =
        """
        {"users": [{"name": "twice", "groups": ["adm"], "authorizedKeys": ["%s"]}],
         "sudo": [{"user": "twice"}], "directories": [{"path": "/srv/twice", "mode": "0700"}]}
        """
            .formatted(KEY);
    Bench.Operation operation = bench.operation(SERVER, "server-setup");
    PlanSummary plan = operation.plan(input);
    ApplyOutcome rules = operation.apply(plan, "sudo", 1);
    assertThat(operation.apply(plan, "sudo", 1)).isEqualTo(rules);
    operation.confirm(plan, "sudo", 1);
    ApplyOutcome first = operation.apply(plan, "accounts", 1);
    String state = state(lab, "twice");

    ApplyOutcome delivered = operation.apply(plan, "accounts", 1);
    assertThat(delivered).isEqualTo(first);
    assertThat(journalled(lab, operation)).as("sudo, its confirmation, accounts").isEqualTo(3);

    ApplyOutcome attemptedAgain = operation.apply(plan, "accounts", 2);
    assertThat(attemptedAgain.result()).isEqualTo(Result.APPLIED);
    assertThat(attemptedAgain.applied()).isEqualTo(first.applied()).hasSize(3);
    assertThat(state(lab, "twice")).isEqualTo(state);
    assertThat(operation.ledger("applied")).hasSize(4);
    operation.end();
  }

  @Test
  void shouldRepairWhatIsWrongAndKeepWhatItDoesNotName(Lab lab) {
    sh(lab, "useradd -m -s /bin/sh -G audio bob && install -d -o bob -g bob -m 755 ~bob/.ssh");
    sh(lab, "echo '# mine' > ~bob/.ssh/authorized_keys && chown bob: ~bob/.ssh/authorized_keys");
    sh(lab, "printf 'ssh-ed25519 AAAAother x' >> ~bob/.ssh/authorized_keys");
    sh(lab, "echo 'bob ALL=(ALL) ALL' > /etc/sudoers.d/holdfast-user-bob");
    sh(lab, "install -d -m 777 -o bob /srv/bob");
    String input =
        """
        {"users": [{"name": "bob", "shell": "/bin/bash", "groups": ["video"], "authorizedKeys": ["%s"]}],
         "sudo": [{"user": "bob", "commands": ["/usr/bin/id"]}], "directories": [{"path": "/srv/bob"}]}
        """
            .formatted(KEY);
    Bench.Operation operation = bench.operation(SERVER, "server-setup");
    PlanSummary plan = operation.plan(input);

    Plan stored = operation.stored(plan);
    assertThat(stored.groups())
        .flatMap(Plan.Group::changes)
        .allMatch(change -> change.action() == Change.Action.UPDATE && change.before() != null)
        .extracting(Change::diff)
        .anyMatch(
            diff -> diff.contains("-shell: /bin/sh\n") && diff.contains("+shell: /bin/bash\n"))
        .anyMatch(diff -> diff.contains("-bob ALL=(ALL) ALL"))
        .anyMatch(diff -> diff.contains("-owner: bob\n") && diff.contains("-mode: 0777\n"));
    assertThat(operation.applyAll(plan)).allMatch(o -> o.result() == Result.APPLIED);

    assertThat(sh(lab, "id -nG bob").split(" ")).contains("audio", "video");
    assertThat(sh(lab, "cat ~bob/.ssh/authorized_keys"))
        .isEqualTo("# mine\nssh-ed25519 AAAAother x\n" + KEY);
    assertThat(sh(lab, "stat -c %a ~bob/.ssh")).isEqualTo("700");
    assertThat(sh(lab, "stat -c '%U:%G %a' /srv/bob")).isEqualTo("root:root 755");
    assertThat(operation.plan(input).changes()).isZero();
  }

  @Test
  void shouldWriteNothingThroughSymbolicLinks(Lab lab) {
    sh(lab, "useradd -m eve && mkdir -p -m 700 /root/.ssh && touch /root/.ssh/authorized_keys");
    String keys = "{\"users\": [{\"name\": \"eve\", \"authorizedKeys\": [\"%s\"]}]}".formatted(KEY);
    String directory = "{\"directories\": [{\"path\": \"/home/eve/data\", \"owner\": \"eve\"}]}";
    Bench.Operation before = bench.operation(SERVER, "server-setup");
    PlanSummary harmless = before.plan(keys);
    PlanSummary harmlessToo = before.plan(directory);
    String root = sh(lab, "stat -c '%U %a' /root/.ssh /etc; sha256sum /root/.ssh/*");
    sh(lab, "rm -rf ~eve/.ssh && ln -s /root/.ssh ~eve/.ssh && ln -s /etc ~eve/data");

    assertThat(before.apply(harmless, "accounts", 1))
        .matches(outcome -> outcome.result() == Result.FAILED && outcome.applied().isEmpty())
        .extracting(ApplyOutcome::message)
        .asString()
        .contains("/home/eve/.ssh is a symbolic link");
    assertThat(before.apply(harmlessToo, "accounts", 2).message())
        .contains("/home/eve/data is a symbolic link");
    before.end();

    Bench.Operation after = bench.operation(SERVER, "server-setup");
    assertThat(after.plan(keys).refusals()).singleElement().asString().contains("symbolic link");
    assertThat(after.plan(directory).refusals()).singleElement().asString().contains("symbolic");
    assertThat(sh(lab, "stat -c '%U %a' /root/.ssh /etc; sha256sum /root/.ssh/*")).isEqualTo(root);
  }

  @Test
  void shouldInstallPackagesAndTellWhatCannotBeInstalled(Lab lab) {
    sh(
        lab,
        """
        mkdir -p /srv/repository/p/DEBIAN && cd /srv/repository &&
        printf 'Package: holdfast-probe\\nVersion: 1\\nArchitecture: all\\nMaintainer: t <t@example.org>\\nDescription: t\\n' >p/DEBIAN/control &&
        dpkg-deb -b p probe.deb && { cat p/DEBIAN/control; printf 'Filename: ./probe.deb\\nSize: %s\\nSHA256: %s\\n' "$(stat -c %s probe.deb)" "$(sha256sum probe.deb | cut -d' ' -f1)"; } >Packages &&
        rm -f /etc/apt/sources.list /etc/apt/sources.list.d/* &&
        echo 'deb [trusted=yes] file:/srv/repository ./' >/etc/apt/sources.list
        """);
    String input = "{\"packages\": [\"holdfast-probe\", \"sudo\"]}";
    Bench.Operation operation = bench.operation(SERVER, "server-setup");
    PlanSummary plan = operation.plan(input);
    assertThat(operation.stored(plan).group("packages").changes())
        .singleElement()
        .matches(
            change -> change.title().startsWith("Install holdfast-probe (holdfast-probe: not in"));
    Bench.Operation unknown = bench.operation(SERVER, "server-setup");
    PlanSummary impossible = unknown.plan("{\"packages\": [\"no-such-package\"]}");
    assertThat(impossible.refusals()).as("the lists are older than the sources").isEmpty();

    assertThat(operation.applyAll(plan)).allMatch(o -> o.result() == Result.APPLIED);
    assertThat(operation.plan(input).changes()).isZero();

    assertThat(unknown.applyAll(impossible))
        .singleElement()
        .matches(outcome -> outcome.result() == Result.FAILED && outcome.applied().isEmpty())
        .matches(outcome -> outcome.exitCode() == ChangeActivities.FINAL_EXIT_CODE)
        .matches(
            outcome -> outcome.message().contains("no package to install for: no-such-package"));
    assertThat(
            bench
                .operation(SERVER, "server-setup")
                .plan("{\"packages\": [\"no-such-package\"]}")
                .refusals())
        .as("now the lists are known to lack it")
        .singleElement()
        .asString()
        .contains("packages: no-such-package");
  }

  private static String state(Lab lab, String user) {
    return sh(
        lab,
        "getent passwd %1$s; id %1$s; cat ~%1$s/.ssh/authorized_keys /etc/sudoers.d/holdfast-user-%1$s; stat -c '%%i %%U %%a' ~%1$s/.ssh/* /srv/%1$s /etc/sudoers.d/holdfast-user-%1$s"
            .formatted(user));
  }

  private static int journalled(Lab lab, Bench.Operation operation) {
    return Integer.parseInt(
        sh(lab, "cat /var/lib/holdfast/journal/%s/*/starts | wc -l".formatted(operation.id)));
  }

  private static String sh(Lab lab, String command) {
    return lab.exec(SERVER, "sh", "-c", command).orThrow().strip();
  }
}
