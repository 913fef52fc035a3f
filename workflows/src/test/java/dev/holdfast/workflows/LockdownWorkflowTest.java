package dev.holdfast.workflows;

import static dev.holdfast.workflows.FakeServers.ACCOUNTS;
import static dev.holdfast.workflows.FakeServers.SSHD;
import static dev.holdfast.workflows.Platform.approved;
import static dev.holdfast.workflows.Platform.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.SearchAttributes;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering.Decision;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LockdownWorkflowTest {

  @Test
  void shouldLetTheChildOfAServerBeFoundByItsServer() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS);
      platform.run(Platform.approved());

      var part = searchedBy(platform, Platform.ID + "/web-1");
      assertThat(part.get(SearchAttributes.SERVER)).isEqualTo("web-1");
      assertThat(part.containsKey(SearchAttributes.STATE)).isFalse();
      assertThat(searchedBy(platform, Platform.ID).get(SearchAttributes.STATE))
          .isEqualTo("succeeded");
    }
  }

  private static io.temporal.common.SearchAttributes searchedBy(Platform platform, String id) {
    return platform.client.newUntypedWorkflowStub(id).describe().getTypedSearchAttributes();
  }

  @Test
  void shouldTouchNothingWhenEveryServerIsSettled() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.servers.settled("web-1");
      platform.servers.settled("web-2");

      OperationResult result = platform.run(request(false, false, 4, 0));

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(result.changes()).isZero();
      assertThat(result.progress().unchanged()).isEqualTo(2);
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.UNCHANGED);
      assertThat(platform.servers.changesByServer()).isEmpty();
    }
  }

  @Test
  void shouldOnlyPlanWhenDryRun() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS, SSHD);

      OperationResult result = platform.run(request(true, false, 4, 0));

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(result.changes()).isEqualTo(3);
      assertThat(platform.servers.changesByServer()).isEmpty();
    }
  }

  @Test
  void shouldProveAndConfirmWhatCouldLockOut() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS, SSHD);

      OperationResult result = platform.run(approved());

      assertThat(result.changes()).isEqualTo(3);
      assertThat(platform.servers.changesByServer().get("web-1"))
          .containsExactly(
              "apply/accounts 1", "apply/sshd 1", "prove/sshd 1", "confirm/sshd 1", "close 1");
      assertThat(platform.records.states)
          .containsExactly(
              OperationState.PLANNING, OperationState.RUNNING, OperationState.SUCCEEDED);
    }
  }

  @Test
  void shouldAcceptOnlyTheApprovalOfExactlyThisPlan() throws Exception {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", SSHD);
      WorkflowStub operation = platform.start(request(false, false, 4, 0));
      platform.pass(Duration.ofMinutes(1));

      assertThatThrownBy(() ->
              platform
                  .steering(Platform.ID)
                  .approve(new Decision(null, "sha256:other", "bob", null)))
          .isInstanceOf(WorkflowUpdateException.class)
          .cause()
          .hasMessageContaining("the plan has changed");
      assertThat(platform.servers.changesByServer()).isEmpty();

      platform
          .steering(Platform.ID)
          .approve(new Decision(null, platform.records.planHash, "bob", null));
      assertThat(operation.getResult(30, TimeUnit.SECONDS, OperationResult.class).changes())
          .isEqualTo(1);
    }
  }

  @Test
  void shouldChangeNothingWhenRejected() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", SSHD);
      WorkflowStub operation = platform.start(request(false, false, 4, 0));
      platform.pass(Duration.ofMinutes(1));

      platform
          .steering(Platform.ID)
          .reject(new Decision(null, platform.records.planHash, "bob", "not today"));

      assertThat(operation.getResult(OperationResult.class).state())
          .isEqualTo(OperationState.CANCELLED);
      assertThat(platform.servers.changesByServer()).isEmpty();
    }
  }

  @Test
  void shouldChangeNothingAnywhereWhenOneServerRefuses() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.servers.needs("web-1", SSHD);
      platform.servers.refuses("web-2", "AllowUsers leaves out 'debian', the user we log in as");

      assertThatThrownBy(() -> platform.run(approved()))
          .isInstanceOf(WorkflowFailedException.class)
          .cause()
          .hasMessageContaining("nothing was changed")
          .hasMessageContaining("AllowUsers leaves out 'debian'");

      assertThat(platform.servers.changesByServer()).isEmpty();
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.SKIPPED);
      assertThat(platform.records.serverState("web-2")).isEqualTo(ServerState.FAILED);
    }
  }

  @Test
  void shouldStartNoFurtherServerWhenTooManyHaveFailed() {
    try (Platform platform = new Platform("web-1", "web-2", "web-3")) {
      for (String server : new String[] {"web-1", "web-2", "web-3"}) {
        platform.servers.needs(server, ACCOUNTS);
      }
      for (int generation = 1; generation <= 3; generation++) {
        platform.servers.outcome("web-1 apply/accounts " + generation, Result.FAILED);
      }

      assertThatThrownBy(() -> platform.run(approved()))
          .cause()
          .hasMessageContaining("failed on web-1")
          .hasMessageContaining("exit code 7");

      assertThat(platform.servers.changesByServer()).containsOnlyKeys("web-1");
      assertThat(platform.records.serverState("web-2")).isEqualTo(ServerState.SKIPPED);
    }
  }

  @Test
  void shouldSayThatTheServerHasRevertedWhatWasNotDoneInTime() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", SSHD);
      platform.servers.ends("web-1 apply/sshd 1", 124);

      assertThatThrownBy(() -> platform.run(approved()))
          .cause()
          .hasMessageContaining("took longer than the 60 s within which it has to be confirmed")
          .hasMessageContaining("the server has reverted it");
    }
  }

  @Test
  void shouldNotTryAgainWhatTheServerSaysForGood() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS);
      platform.servers.ends("web-1 apply/accounts 1", ChangeActivities.FINAL_EXIT_CODE);

      assertThatThrownBy(() -> platform.run(approved())).cause().hasMessageContaining("so it was");

      assertThat(platform.servers.changesByServer().get("web-1"))
          .containsExactly("apply/accounts 1", "close 1");
    }
  }

  @Test
  void shouldFailWhenTheChangesDoNotHaveTheirEffect() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS);
      platform.servers.lacksEffect("web-1", "AllowUsers does not name ann");

      assertThatThrownBy(() -> platform.run(approved()))
          .cause()
          .hasMessageContaining("do not have their effect: AllowUsers does not name ann");
    }
  }

  @Test
  void shouldHaveItTakenBackWhenNobodyCanLogIn() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", SSHD);
      platform.servers.fails("web-1 prove/sshd 1", FailureType.AUTHENTICATION, "refused our key");

      assertThatThrownBy(() -> platform.run(approved()))
          .cause()
          .hasMessageContaining("refused our key")
          .hasMessageContaining("reverted the change");

      assertThat(platform.servers.changesByServer().get("web-1"))
          .containsExactly("apply/sshd 1", "prove/sshd 1", "revert/sshd 1", "close 1");
      ServerResult ended = Objects.requireNonNull(platform.records.servers.get("web-1"));
      FailureData failure = Objects.requireNonNull(ended.failure());
      assertThat(failure.code()).isEqualTo(FailureType.REVERTED);
      assertThat(failure.component()).isEqualTo(Component.REVERT);
      assertThat(failure.step()).isEqualTo("prove/sshd");
      assertThat(failure.causes())
          .containsExactly(new FailureData.Cause(FailureType.AUTHENTICATION, "refused our key"));
    }
  }

  @Test
  void shouldTryAGenerationMoreWhenTheServerWasFasterThanUs() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", SSHD);
      platform.servers.confirms("web-1 confirm/sshd 1", ConfirmOutcome.REVERTED);

      assertThat(platform.run(approved()).changes()).isEqualTo(1);

      assertThat(platform.servers.changesByServer().get("web-1"))
          .containsExactly(
              "apply/sshd 1",
              "prove/sshd 1",
              "confirm/sshd 1",
              "apply/sshd 2",
              "prove/sshd 2",
              "confirm/sshd 2",
              "close 1");
    }
  }

  @Test
  void shouldTryAGenerationMoreWhenTheServerTookItBackWhileNobodyWasThere() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", SSHD);
      platform.servers.fails("web-1 apply/sshd 1", FailureType.REVERTED, "was taken back");

      assertThat(platform.run(approved()).changes()).isEqualTo(1);

      assertThat(platform.servers.changesByServer().get("web-1"))
          .containsExactly(
              "apply/sshd 1", "apply/sshd 2", "prove/sshd 2", "confirm/sshd 2", "close 1");
    }
  }

  @Test
  void shouldGoOnWithTheNextGenerationWhenInterrupted() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS);
      platform.servers.outcome("web-1 apply/accounts 1", Result.INTERRUPTED);

      assertThat(platform.run(approved()).state()).isEqualTo(OperationState.SUCCEEDED);

      assertThat(platform.servers.count("web-1 apply/accounts 1")).isOne();
      assertThat(platform.servers.count("web-1 apply/accounts 2")).isOne();
    }
  }

  @Test
  void shouldAskAgainForTheServerWhosePlanMoved() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", SSHD);
      WorkflowStub operation = platform.start(request(false, false, 4, 0));
      platform.pass(Duration.ofMinutes(1));
      String first = platform.records.planHash;
      platform.servers.needs("web-1", ACCOUNTS, SSHD);

      platform.steering(Platform.ID).approve(new Decision(null, first, "bob", null));
      platform.pass(Duration.ofMinutes(1));

      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.AWAITING_APPROVAL);
      assertThat(platform.servers.changesByServer()).isEmpty();
      String moved = platform.records.serverPlan("web-1");
      platform.steering(Platform.ID + "/web-1").approve(new Decision("web-1", moved, "bob", null));
      assertThat(operation.getResult(OperationResult.class).changes()).isEqualTo(3);
    }
  }

  @Test
  void shouldCleanUpBeforeItEndsWhenCancelled() throws Exception {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.servers.needs("web-1", ACCOUNTS);
      platform.servers.needs("web-2", ACCOUNTS);
      platform.servers.hangs("web-1 apply/accounts 1");
      WorkflowStub operation = platform.start(approved());
      assertThat(platform.servers.applying.await(20, TimeUnit.SECONDS)).isTrue();

      operation.cancel();

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .cause()
          .isInstanceOf(CanceledFailure.class);
      assertThat(platform.servers.changesByServer().get("web-1"))
          .containsExactly("apply/accounts 1", "close 1");
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.CANCELLED);
      assertThat(platform.records.serverState("web-2")).isEqualTo(ServerState.CANCELLED);
      assertThat(platform.records.states.getLast()).isEqualTo(OperationState.CANCELLED);
    }
  }

  @Test
  void shouldFailWithoutChangesWhenAServerHasNoPlan() {
    try (Platform platform = new Platform("gone", "web-1")) {
      platform.servers.needs("web-1", SSHD);

      assertThatThrownBy(() -> platform.run(approved()))
          .isInstanceOf(WorkflowFailedException.class)
          .cause()
          .isInstanceOf(ApplicationFailure.class)
          .hasMessageContaining("no plan for gone (no such server)");
      assertThat(platform.servers.changesByServer()).isEmpty();
      assertThat(platform.records.serverState("gone")).isEqualTo(ServerState.UNREACHABLE);
    }
  }

  @Test
  void shouldGoOnWithTheOthersWhenAServerCannotBeReached() {
    try (Platform platform = new Platform("gone", "web-1")) {
      platform.servers.needs("web-1", SSHD);

      assertThatThrownBy(() -> platform.run(request(false, true, 4, 1)))
          .cause()
          .hasMessageContaining("failed on gone (no such server)");
      assertThat(platform.servers.changesByServer()).containsOnlyKeys("web-1");
      assertThat(platform.records.serverState("gone")).isEqualTo(ServerState.UNREACHABLE);
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.SUCCEEDED);
    }
  }
}
