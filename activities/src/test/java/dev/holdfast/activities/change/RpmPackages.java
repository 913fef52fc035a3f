package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What every package manager of rpm does, from a repository that is made here. How it is asked
 * besides Holdfast is its test's own.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RpmPackages {
  private static final String PACKAGES =
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
      $4
      EOF
        rpmbuild -bb --quiet --define '_rpmdir /srv/repository' --define '_topdir /srv/build' /srv/case.spec >/srv/made.log 2>&1
      }
      made case-app 1.0 case-part
      made case-app 2.0 case-part
      made case-part 1.0
      made Case_Odd 1.0
      made keep-base 1.0
      # In Lua, which runs within rpm: these servers have no package of rpm that brings a shell.
      made case-slow 1.0 '' '%post -p <lua>
      while posix.stat("/srv/hold") do io.open("/srv/begun", "w"):close() posix.sleep(1) end
      io.open("/srv/posts", "a"):write("done\\n"):close()'
      createrepo_c -q /srv/repository
      """;

  /** Kills all that installs, and the script that runs within it. */
  private static final String KILL = "pkill -9 -x zypper; pkill -9 -x python3; pkill -9 -x rpm; :";

  private final String server;
  private Bench bench;
  private Lab lab;

  RpmPackages(String server) {
    this.server = server;
  }

  /** A script that makes the repository in {@code /srv/repository} known to the manager. */
  abstract String repository();

  /** A script that installs a package in this version. */
  abstract String install(String name, String version);

  /** A script that removes the packages of the tests, and every lock. */
  abstract String clear();

  /** A script that locks a package in its version. */
  abstract String lock(String name);

  /** A script that prints what is locked, and what was asked for by name. */
  abstract String marks();

  /** What {@link #marks()} has of a package that is locked. */
  abstract String locked(String name, String version);

  @BeforeAll
  void start(List<LabServer> servers, Lab lab) throws IOException {
    bench = new Bench(servers);
    this.lab = lab;
    var _ = onServer(PACKAGES + repository());
  }

  @AfterAll
  void stop() throws IOException {
    bench.close();
  }

  @BeforeEach
  void install() {
    var _ = onServer(install("case-app", "1.0"));
  }

  @AfterEach
  void remove() {
    var _ = onServer(clear() + "\nrm -f /etc/case*");
  }

  @Test
  void shouldMakePackagesSoAndUndoIt() {
    String before = state();
    String input =
        """
        {"packages": ["Case_Odd", {"name": "case-app", "version": "2.0-1", "hold": true}]}
        """;
    Bench.Operation operation = bench.operation(server, "server-setup");
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
    assertThat(operation.applyAll(plan)).allMatch(RpmPackages::applied);
    assertThat(state()).contains("Case_Odd 1.0", "case-app 2.0", locked("case-app", "2.0-1"));

    Bench.Operation again = bench.operation(server, "server-setup");
    assertThat(again.plan(input).changes()).isZero();

    Bench.Operation undone = bench.operation(server, "undo");
    assertThat(undone.applyAll(undone.plan("{\"operation\": \"%s\"}".formatted(operation.id))))
        .allMatch(RpmPackages::applied);
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void shouldTakeAwayWhatIsToBeAbsentWithWhatNeedsItAndBringItBack() {
    String before = state();
    Bench.Operation operation = bench.operation(server, "server-setup");
    PlanSummary plan =
        operation.plan(
            "{\"packages\": [{\"name\": \"case-part\", \"absent\": true, \"purge\": true}]}");
    assertThat(operation.stored(plan).group("packages").changes())
        .singleElement()
        .extracting("title")
        .asString()
        .endsWith("case-part; with it go case-app");
    assertThat(operation.applyAll(plan)).allMatch(RpmPackages::applied);
    assertThat(state()).doesNotContain("case-");

    Bench.Operation undone = bench.operation(server, "undo");
    assertThat(undone.applyAll(undone.plan("{\"operation\": \"%s\"}".formatted(operation.id))))
        .allMatch(RpmPackages::applied);
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void shouldRefuseWhatCannotBeOrTakesAwayWhatTheServerNeeds() {
    var _ = onServer(lock("case-app"));
    assertThat(
            bench
                .operation(server, "server-setup")
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

  @Test
  void shouldRunTheScriptsOfAPackageWhoseInstallationWasKilled() throws Exception {
    var _ = onServer("rm -f /srv/begun /srv/posts; touch /srv/hold");
    String input = "{\"packages\": [\"case-slow\"]}";
    Bench.Operation killed = bench.operation(server, "server-setup");
    PlanSummary plan = killed.plan(input);
    try (ExecutorService aside = Executors.newSingleThreadExecutor()) {
      Future<List<ApplyOutcome>> outcome = aside.submit(() -> killed.applyAll(plan));
      var _ = onServer("until [ -e /srv/begun ]; do sleep 0.1; done; " + KILL);
      assertThat(outcome.get()).noneMatch(RpmPackages::applied);
    }
    assertThat(onServer("rm /srv/hold; rpm -q case-slow; cat /srv/posts 2>&1 || :"))
        .as("rpm calls it installed, and its script has not ended")
        .startsWith("case-slow-1.0")
        .contains("No such file");

    Bench.Operation again = bench.operation(server, "server-setup");
    PlanSummary rest = again.plan(input);
    assertThat(again.stored(rest).group("packages").changes())
        .singleElement()
        .extracting("title")
        .isEqualTo("Install case-slow");
    assertThat(again.applyAll(rest)).allMatch(RpmPackages::applied);
    assertThat(onServer("cat /srv/posts")).isEqualTo("done");
    assertThat(bench.operation(server, "server-setup").plan(input).changes()).isZero();
  }

  private static boolean applied(ApplyOutcome outcome) {
    return outcome.result() == Result.APPLIED;
  }

  /** Everything that undo has to bring back. */
  private String state() {
    return onServer(
        "rpm -qa --qf '%{NAME} %{VERSION}\n' 2>/dev/null | sort; ls /etc | grep -i '^case' || :\n"
            + marks());
  }

  private String onServer(String script) {
    return lab.exec(server, "sh", "-c", script).orThrow();
  }
}
