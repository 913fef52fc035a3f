package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What packages refuse, what the plan says of them, and how they fail. */
@LabTest
class ServerSetupPackagesIT {
  private static Bench bench;
  private static Lab lab;

  @BeforeAll
  static void start(List<LabServer> servers, Lab lab) throws IOException {
    bench = new Bench(servers);
    ServerSetupPackagesIT.lab = lab;
    LabFixture.onServer(
        lab,
        ResourceCase.REPOSITORY
            + """
            package case-app 1 'Depends: case-part\\n'; package case-app 2 'Depends: case-part\\n'
            package case-part 1 ''; package case-odd 1 ''
            listed
            apt-get -qy install case-app=1 case-odd && apt-mark hold case-odd
            """);
  }

  @AfterAll
  static void stop() throws IOException {
    LabFixture.onServer(lab, ResourceCase.REPOSITORY + "dismantle\n");
    bench.close();
  }

  @Test
  void shouldRefuseWhatTakesAwayWhatTheServerNeeds() {
    assertThat(refusals("{\"packages\": [{\"name\": \"sudo\", \"absent\": true}]}"))
        .anyMatch(why -> why.contains("would remove sudo, which the server or the login needs"));
    assertThat(refusals("{\"packages\": [{\"name\": \"libc6\", \"absent\": true}]}"))
        .anyMatch(why -> why.startsWith("packages: apt does not do this: "));
    assertThat(refusals("{\"packages\": [{\"name\": \"libwrap0\", \"absent\": true}]}"))
        .as("what sshd is linked to")
        .anyMatch(why -> why.contains("would remove openssh-server, which"));
  }

  @Test
  void shouldSayWhichVersionsThereAreAndWhatIsOnHold() {
    assertThat(
            refusals(
                """
                {"packages": [{"name": "case-app", "version": "7"}, "case-none",
                              {"name": "case-odd", "absent": true}]}
                """))
        .anyMatch(why -> why.endsWith("no version 7 of case-app; they have 2, 1"))
        .anyMatch(why -> why.contains("case-none: not in the server's package lists"))
        .anyMatch(why -> why.contains("case-odd is on hold in version 1"))
        .hasSize(3);
  }

  @Test
  void shouldShowAllThatGoesWithAPackage() {
    Bench.Operation operation = bench.operation("lab-1", "server-setup");
    PlanSummary plan =
        operation.plan("{\"packages\": [{\"name\": \"case-part\", \"absent\": true}]}");

    assertThat(plan.refusals()).isEmpty();
    assertThat(operation.stored(plan).group("packages").changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.title()).isEqualTo("Remove case-part; with it go case-app");
          assertThat(change.diff()).contains("-case-app 1", "-case-part 1");
        });
    operation.end();
  }

  @Test
  void shouldSayBeforeTheStartThatAVersionCannotComeBack() {
    LabFixture.onServer(
        lab,
        """
        cd /opt/case-repository && cp Packages /root/Packages.kept
        perl -0 -pi -e 's/Package: case-app\\nVersion: 1\\n.*?(?=Package: |\\z)//s' Packages
        apt-get -q update
        """);
    try {
      Bench.Operation operation = bench.operation("lab-1", "server-setup");
      PlanSummary plan =
          operation.plan("{\"packages\": [{\"name\": \"case-app\", \"version\": \"2\"}]}");
      assertThat(operation.stored(plan).group("packages").changes())
          .singleElement()
          .extracting("title")
          .asString()
          .contains("Set case-app from version 1 to 2", "undo cannot bring back case-app 1");
      assertThat(operation.applyAll(plan)).allMatch(o -> o.result() == Result.APPLIED);

      String undo = "{\"operation\": \"%s\"}".formatted(operation.id);
      assertThat(bench.operation("lab-1", "undo").plan(undo).refusals())
          .singleElement()
          .asString()
          .contains("no repository has version 1 of case-app; they have 2");

      LabFixture.onServer(
          lab, "cp /root/Packages.kept /opt/case-repository/Packages && apt-get -q update");
      Bench.Operation undone = bench.operation("lab-1", "undo");
      assertThat(undone.applyAll(undone.plan(undo))).allMatch(o -> o.result() == Result.APPLIED);
      assertThat(LabFixture.onServer(lab, "dpkg-query -W -f='${Version}' case-app")).isEqualTo("1");
    } finally {
      LabFixture.onServer(
          lab, "mv /root/Packages.kept /opt/case-repository/Packages && apt-get -q update");
    }
  }

  /**
   * The lock is held by a process of another; seconds pass at once, because sleep does not wait.
   */
  @Test
  void shouldWaitForAnotherRunAndSayWhoItIsWhenItDoesNotEnd() {
    String input = "{\"packages\": [{\"name\": \"case-app\", \"absent\": true}]}";
    Bench.Operation late = bench.operation("lab-1", "server-setup");
    PlanSummary plan = late.plan(input);
    LabFixture.onServer(
        lab,
        """
        cat >/run/case-lock.pl <<'EOF'
        use Fcntl;
        open my $f, "+>", "/var/lib/dpkg/lock-frontend" or die;
        my $lock = pack("s s x4 q q i x4", F_WRLCK, 0, 0, 0, 0);
        fcntl($f, F_SETLK, $lock) or die "lock: $!";
        open my $g, ">", "/run/case-locked"; close $g;
        while (!-e "/run/case-release") { select undef, undef, undef, 0.1 }
        EOF
        systemd-run -q --unit case-lock perl /run/case-lock.pl
        timeout 20 sh -c 'until [ -e /run/case-locked ]; do :; done'
        printf '#!/bin/sh\\n' >/usr/local/sbin/sleep && chmod 755 /usr/local/sbin/sleep
        """);
    try {
      ApplyOutcome outcome = late.apply(plan, "packages", 1);

      assertThat(outcome.result()).as(outcome.message()).isEqualTo(Result.FAILED);
      assertThat(outcome.exitCode()).isEqualTo(ChangeActivities.FINAL_EXIT_CODE);
      assertThat(outcome.message())
          .contains("(perl) holds the lock of the package manager, still after 300 s");
      LabFixture.onServer(
          lab,
          """
          printf '#!/bin/sh\\ntouch /run/case-release\\nexec /bin/sleep 0.1\\n' >/usr/local/sbin/sleep
          """);
      assertThat(late.apply(plan, "packages", 2).result()).isEqualTo(Result.APPLIED);
    } finally {
      LabFixture.onServer(
          lab,
          "rm -f /usr/local/sbin/sleep /run/case-locked /run/case-lock.pl; touch /run/case-release;"
              + " systemctl stop case-lock 2>/dev/null; rm -f /run/case-release; apt-get -qy"
              + " install case-app=1");
    }
    late.end();
  }

  private static List<String> refusals(String input) {
    return bench.operation("lab-1", "server-setup").plan(input).refusals();
  }
}
