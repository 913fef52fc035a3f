package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packages by the real dnf, from a repository that is made here. */
@LabTest(dnf = true)
class DnfPackagesIT {
  private static final String REPOSITORY =
      """
      set -e
      made() {
        cat >/srv/case.spec <<EOF
      Name: $1
      Version: $2
      Release: 1
      Summary: For a test
      License: none
      BuildArch: noarch
      ${3:+Requires: $3}
      %description
      For a test.
      %install
      mkdir -p %{buildroot}/etc
      echo $1 >%{buildroot}/etc/$1.conf
      %files
      %config(noreplace) /etc/$1.conf
      EOF
        rpmbuild -bb --quiet --define '_rpmdir /srv/repository' --define '_topdir /srv/build' /srv/case.spec >/srv/made.log 2>&1
      }
      # Debian's plugin of this name makes a repository of its own, with other rules.
      printf '[main]\\nenabled=0\\n' >/etc/dnf/plugins/local.conf
      made case-app 1.0 case-part
      made case-app 2.0 case-part
      made case-part 1.0
      made Case_Odd 1.0
      createrepo_c -q /srv/repository
      printf '[case]\nname=case\nbaseurl=file:///srv/repository\ngpgcheck=0\n' >/etc/yum.repos.d/case.repo
      dnf -q --releasever=1 makecache
      """;

  private static final String STATE =
      """
      rpm -qa --qf '%{NAME} %{VERSION}\n' 2>/dev/null | sort; ls /etc | grep -i '^case' || :
      grep -hsv '^#' /etc/dnf/plugins/versionlock.list | grep . || :
      dnf -q -C --releasever=1 repoquery --userinstalled --qf 'user %{name}' 2>/dev/null
      """;

  private static Bench bench;
  private static Lab lab;

  @BeforeAll
  static void start(List<LabServer> servers, Lab lab) throws IOException {
    bench = new Bench(servers);
    DnfPackagesIT.lab = lab;
    var _ = onServer(REPOSITORY);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @BeforeEach
  void install() {
    var _ =
        onServer(
            "dnf -q -y --releasever=1 install case-app-1.0 >/srv/dnf.log 2>&1 || { tail /srv/dnf.log; exit 1; }");
  }

  @AfterEach
  void remove() {
    var _ =
        onServer(
            "dnf -q -y --releasever=1 remove 'case-*' Case_Odd >/srv/dnf.log 2>&1;"
                + " : >/etc/dnf/plugins/versionlock.list; rm -f /etc/case*");
  }

  @Test
  void shouldMakePackagesSoAndUndoIt() {
    String before = onServer(STATE);
    String input =
        """
        {"packages": ["Case_Odd", {"name": "case-app", "version": "2.0-1", "hold": true}]}
        """;
    Bench.Operation operation = bench.operation("dnf-1", "server-setup");
    PlanSummary plan = operation.plan(input);
    assertThat(plan.refusals()).isEmpty();
    assertThat(operation.stored(plan).group("packages").changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.title())
              .isEqualTo(
                  "Install Case_Odd; set case-app from version 1.0-1 to 2.0-1; hold case-app");
          assertThat(change.diff()).contains("-case-app 1.0-1", "+case-app 2.0-1", "+Case_Odd");
        });
    assertThat(operation.applyAll(plan)).allMatch(DnfPackagesIT::applied);
    assertThat(onServer(STATE))
        .contains("Case_Odd 1.0", "case-app 2.0", "case-app-0:2.0-1.*", "user Case_Odd");

    Bench.Operation again = bench.operation("dnf-1", "server-setup");
    assertThat(again.plan(input).changes()).isZero();

    Bench.Operation undone = bench.operation("dnf-1", "undo");
    assertThat(undone.applyAll(undone.plan("{\"operation\": \"%s\"}".formatted(operation.id))))
        .allMatch(DnfPackagesIT::applied);
    assertThat(onServer(STATE)).isEqualTo(before);
  }

  @Test
  void shouldTakeAwayWhatIsToBeAbsentWithWhatNeedsItAndBringItBack() {
    String before = onServer(STATE);
    Bench.Operation operation = bench.operation("dnf-1", "server-setup");
    PlanSummary plan =
        operation.plan(
            "{\"packages\": [{\"name\": \"case-part\", \"absent\": true, \"purge\": true}]}");
    assertThat(operation.stored(plan).group("packages").changes())
        .singleElement()
        .extracting("title")
        .asString()
        .endsWith("case-part; with it go case-app");
    assertThat(operation.applyAll(plan)).allMatch(DnfPackagesIT::applied);
    assertThat(onServer(STATE)).doesNotContain("case-");

    Bench.Operation undone = bench.operation("dnf-1", "undo");
    assertThat(undone.applyAll(undone.plan("{\"operation\": \"%s\"}".formatted(operation.id))))
        .allMatch(DnfPackagesIT::applied);
    assertThat(onServer(STATE)).isEqualTo(before);
  }

  @Test
  void shouldRefuseWhatCannotBeOrTakesAwayWhatTheServerNeeds() {
    var _ =
        onServer(
            "touch /etc/dnf/plugins/versionlock.list; dnf -q -C --releasever=1 versionlock add case-app");
    assertThat(
            bench
                .operation("dnf-1", "server-setup")
                .plan(
                    """
                    {"packages": [{"name": "case-part", "absent": true}, "case-none",
                                  {"name": "Case_Odd", "version": "7"}]}
                    """)
                .refusals())
        .anyMatch(why -> why.endsWith("no version 7 of Case_Odd; they have 1.0-1"))
        .anyMatch(why -> why.contains("case-none: not in the server's package lists"))
        .anyMatch(why -> why.contains("case-app is on hold in version 1.0-1"))
        .hasSize(3);
  }

  private static boolean applied(ApplyOutcome outcome) {
    return outcome.result() == Result.APPLIED;
  }

  private static String onServer(String script) {
    return lab.exec("dnf-1", "sh", "-c", script).orThrow();
  }
}
