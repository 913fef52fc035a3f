package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every kind of resource promises, on a server: a plan changes nothing and says all that
 * changes; applied again it finds nothing to do; undone, every byte, mode and owner is as before;
 * and whoever is killed half-way leaves what the next attempt can finish.
 */
@LabTest
class ResourceContractIT {

  /** All that the kinds write to; without what the tools leave for themselves. */
  private static final String STATE =
      """
      find /etc /home /srv /root -xdev ! -name '*-' ! -name .pwd.lock ! -name .sudo_as_admin_successful -printf '%p %M %U:%G %l\\n' | sort
      find /etc /home /srv /root -xdev -type f ! -name '*-' ! -name .pwd.lock ! -name .sudo_as_admin_successful -exec sha256sum {} + | sort -k 2
      """;

  private static Bench bench;

  @BeforeAll
  static void start(List<LabServer> servers) throws IOException {
    bench = new Bench(servers);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  static List<ResourceCase> cases() {
    return ResourceCase.ALL;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldApplyOnceUndoEverythingAndSurviveAKill(ResourceCase kind, Lab lab) {
    LabFixture.onServer(lab, kind.prepare());
    try {
      String before = state(lab, kind);

      Bench.Operation setup = bench.operation("lab-1", kind.operation());
      PlanSummary plan = setup.plan(kind.input());
      assertThat(plan.refusals()).isEmpty();
      assertThat(ids(setup, plan)).containsAll(kind.changes());
      assertThat(bench.operation("lab-1", kind.operation()).plan(kind.input()).hash())
          .isEqualTo(plan.hash());
      assertThat(state(lab, kind)).as("a plan changes nothing").isEqualTo(before);
      applied(setup, plan);
      assertThat(setup.ledger("applied")).containsExactlyInAnyOrderElementsOf(ids(setup, plan));
      assertNothingLeft(kind);
      String after = state(lab, kind);
      assertThat(after).isNotEqualTo(before);

      Bench.Operation undo = undone(setup);
      assertThat(state(lab, kind)).as("undone").isEqualTo(before);
      undone(undo);
      assertThat(state(lab, kind)).as("the undo undone").isEqualTo(after);
      undone(setup);
      assertThat(state(lab, kind)).as("undone again").isEqualTo(before);

      Bench.Operation killed = killedHalfWay(kind, lab, before);
      assertNothingLeft(kind);
      undone(killed);
      assertThat(state(lab, kind)).as("undone after the kill").isEqualTo(before);
    } finally {
      LabFixture.onServer(lab, "rm -f /usr/local/sbin/" + kind.killedAt() + "\n" + kind.cleanUp());
    }
  }

  /** The runner and all that it started die at the first call of a program; then once more. */
  private static Bench.Operation killedHalfWay(ResourceCase kind, Lab lab, String before) {
    LabFixture.onServer(
        lab,
        """
        cat >/usr/local/sbin/%1$s <<'EOF'
        #!/bin/sh
        rm -f /usr/local/sbin/%1$s
        systemctl kill --kill-who=all -s KILL 'holdfast-run-*'
        sleep 10
        EOF
        chmod 755 /usr/local/sbin/%1$s
        """
            .formatted(kind.killedAt()));
    Bench.Operation operation = bench.operation("lab-1", kind.operation());
    PlanSummary plan = operation.plan(kind.input());
    PlanSummary.Group group = plan.groups().getFirst();

    ApplyOutcome outcome = operation.apply(plan, group.key(), 1);

    assertThat(outcome.result()).as(outcome.message()).isEqualTo(Result.INTERRUPTED);
    assertThat(operation.apply(plan, group.key(), 1)).isEqualTo(outcome);
    if (!group.commitConfirmed()) {
      assertThat(operation.apply(plan, group.key(), 2).result()).isEqualTo(Result.APPLIED);
      operation.end();
      return operation;
    }
    assertThat(operation.revert(plan, group.key(), 1)).isEqualTo(ConfirmOutcome.REVERTED);
    operation.end();
    assertThat(state(lab, kind)).as("reverted").isEqualTo(before);
    Bench.Operation next = bench.operation("lab-1", kind.operation());
    applied(next, next.plan(kind.input()));
    return next;
  }

  private static List<String> ids(Bench.Operation operation, PlanSummary plan) {
    Plan stored = operation.stored(plan);
    return stored.groups().stream().flatMap(g -> g.changes().stream()).map(Change::id).toList();
  }

  private static void applied(Bench.Operation operation, PlanSummary plan) {
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.changes()).isPositive();
    assertThat(operation.applyAll(plan))
        .allSatisfy(outcome ->
            assertThat(outcome.result()).as(outcome.message()).isEqualTo(Result.APPLIED));
  }

  private static void assertNothingLeft(ResourceCase kind) {
    PlanSummary left = bench.operation("lab-1", kind.operation()).plan(kind.input());
    assertThat(left.changes()).as("%s", left).isZero();
    assertThat(left.refusals()).isEmpty();
  }

  private static Bench.Operation undone(Bench.Operation made) {
    Bench.Operation undo = bench.operation("lab-1", "undo");
    applied(undo, undo.plan("{\"operation\": \"%s\"}".formatted(made.id)));
    return undo;
  }

  private static String state(Lab lab, ResourceCase kind) {
    return LabFixture.onServer(lab, STATE + kind.state());
  }
}
