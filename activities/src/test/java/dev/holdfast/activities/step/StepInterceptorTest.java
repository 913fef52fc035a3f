package dev.holdfast.activities.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.audit.StepContexts;
import dev.holdfast.activities.policy.CommandGate;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.operation.StepRecords;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StepInterceptorTest {

  @ActivityInterface
  public interface Work {
    void work(Request request);
  }

  public record Request(Step step) implements StepScoped {}

  public static final class Failing implements Work {
    @Override
    public void work(Request request) {
      Object _ =
          Failures.translated(() -> {
            throw new SshException(
                    FailureType.COMMAND_FAILED,
                    "sudo did not take 'swordfish7', token=hide",
                    new IllegalStateException("it asked for swordfish7 again"))
                .from(FailureOrigin.ofUnit("token=hide", "failed"));
          });
    }
  }

  @Test
  void shouldMaskWhatItRecordsOfAStepAsTheAuditDoes() throws Exception {
    try (TestDatabase database = new TestDatabase();
        Heartbeats heartbeats = new Heartbeats()) {
      database.operation("op-masked", "exec");
      StepRecords steps = new StepRecords(database.jdbi(), database.atRest());
      StepContexts contexts =
          new StepContexts(
              new OperationOrigins(database.jdbi()),
              new CommandGate(
                  new CommandRules(database.jdbi()),
                  _ -> Optional.empty(),
                  new CommandAudit(database.jdbi(), database.atRest())),
              server -> server.equals("web-1") ? List.of("swordfish7") : List.of());
      TestActivityEnvironment temporal =
          TestActivityEnvironment.newInstance(
              TestEnvironmentOptions.newBuilder()
                  .setWorkerFactoryOptions(
                      WorkerFactoryOptions.newBuilder()
                          .setWorkerInterceptors(
                              new StepInterceptor(
                                  steps,
                                  heartbeats,
                                  contexts,
                                  new Reachability(_ -> false, Clock.systemUTC()),
                                  "worker"))
                          .build())
                  .build());
      temporal.registerActivitiesImplementations(new Failing());
      Work work =
          temporal.newActivityStub(
              Work.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofSeconds(10))
                  .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                  .build());
      Step step = new Step("op-masked", "web-1", "run", 1, 1, "mysql -pswordfish7 --password=hide");

      assertThatThrownBy(() -> work.work(new Request(step))).isInstanceOf(ActivityFailure.class);
      temporal.close();

      StepRecords.StepRecord recorded = steps.list("op-masked", null).getFirst();
      assertThat(recorded.summary()).isEqualTo("mysql -p********** --password=****");
      assertThat(recorded.error()).isEqualTo("sudo did not take '**********', token=****");
      assertThat(recorded.failure())
          .isEqualTo(
              new FailureData(
                  FailureType.COMMAND_FAILED,
                  "sudo did not take '**********', token=****",
                  Component.SYSTEMD,
                  "token=****",
                  "failed",
                  "run",
                  null,
                  false,
                  List.of(new FailureData.Cause(null, "it asked for ********** again"))));
    }
  }
}
