package dev.holdfast.workflows;

import static dev.holdfast.workflows.FakeServers.ACCOUNTS;
import static dev.holdfast.workflows.FakeServers.SSHD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Reviewed;
import dev.holdfast.schemas.operation.ReviewedPlansActivities.Compared;
import dev.holdfast.schemas.operation.ReviewedPlansActivities.Comparison;
import dev.holdfast.schemas.operation.Steering.Decision;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operation whose plan may have been approved with the runbook that has started it. */
@Timeout(60)
class PlanComparisonTest {
  private static final Reviewed REVIEWED =
      new Reviewed("op-runbook", "sha256:reviewed", false, List.of());

  @Test
  void shouldMakeAnApprovedPlanWithoutAskingAgain() {
    try (Platform platform = new Platform(false, "web-1")) {
      platform.servers.needs("web-1", ACCOUNTS, SSHD);
      platform.reviewedPlans.all = Comparison.APPROVED;

      OperationResult result = platform.run(step(REVIEWED));

      assertThat(result.changes()).isEqualTo(3);
      assertThat(platform.records.states).doesNotContain(OperationState.AWAITING_APPROVAL);
      assertThat(platform.reviewedPlans.compared).containsExactly(Compared.all(Platform.ID));
    }
  }

  @Test
  void shouldAskForAPlanThatIsAnotherOne() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS);
      WorkflowStub stub = platform.start(step(REVIEWED));
      platform.pass(Duration.ofMinutes(1));
      assertThat(platform.records.states).endsWith(OperationState.AWAITING_APPROVAL);
      assertThat(platform.servers.changesByServer()).isEmpty();

      platform
          .steering(Platform.ID)
          .approve(new Decision(null, platform.records.planHash, "bob", null));

      assertThat(stub.getResult(OperationResult.class).changes()).isEqualTo(2);
    }
  }

  @Test
  void shouldAskForWhatNobodyHasReviewed() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS);
      platform.reviewedPlans.all = Comparison.APPROVED;

      WorkflowStub stub = platform.start(step(Reviewed.planning("op-runbook")));
      platform.pass(Duration.ofMinutes(1));

      assertThat(platform.records.states).endsWith(OperationState.AWAITING_APPROVAL);
      assertThat(platform.reviewedPlans.compared).isEmpty();
      stub.terminate("seen");
    }
  }

  private static OperationRequest<LockdownInput> step(Reviewed reviewed) {
    return Platform.request(false, false, 1, 0).under(FleetConditions.NONE.reviewedAs(reviewed));
  }
}
