package dev.holdfast.workflows.reboot;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.reboot.RebootActivities;
import dev.holdfast.schemas.reboot.RebootActivities.AwaitRequest;
import dev.holdfast.schemas.reboot.RebootActivities.Boot;
import dev.holdfast.schemas.reboot.RebootActivities.BootRequest;
import dev.holdfast.schemas.reboot.RebootActivities.RebootRequest;
import dev.holdfast.schemas.reboot.RebootInput;
import dev.holdfast.schemas.reboot.RebootOnServer;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.ServerRun.Done;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reboots one server, under its lease. */
public final class RebootOnServerWorkflowImpl implements RebootOnServer {
  private static final int GENERATIONS = 3;

  private final RebootInput input;
  private final ServerRun<RebootInput> run;

  @WorkflowInit
  public RebootOnServerWorkflowImpl(ServerRequest<RebootInput> request) {
    input = request.operation().input();
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<RebootInput> request) {
    return run.changing(this::reboot);
  }

  private Done reboot(Steps steps) {
    Boot before = boot(steps);
    long began = Workflow.currentTimeMillis();
    String unknown = restart(steps, before, 1);
    for (int generation = 2; unknown != null && generation <= GENERATIONS; generation++) {
      unknown = restart(steps, before, generation);
    }
    if (unknown != null) {
      return new Done(0, 0, "interrupted " + GENERATIONS + " times: " + unknown, null);
    }
    Boot after = back(steps, before, began + input.timeout().toMillis());
    return new Done(
        1,
        0,
        null,
        Map.of(
            "downSeconds", (Workflow.currentTimeMillis() - began) / 1000,
            "kernelBefore", before.kernel(),
            "kernel", after.kernel()));
  }

  private Boot boot(Steps steps) {
    return steps.run(
        RebootActivities.class,
        "boot",
        1,
        "Read which boot it is in",
        StepLimits.READ,
        (activities, step) -> activities.readBoot(new BootRequest(step)));
  }

  private @Nullable String restart(Steps steps, Boot before, int generation) {
    return steps.run(
        RebootActivities.class,
        "reboot",
        generation,
        "Reboot",
        StepLimits.CHANGE,
        (activities, step) -> activities.reboot(new RebootRequest(step, before.id())));
  }

  private Boot back(Steps steps, Boot before, long until) {
    return steps.run(
        RebootActivities.class,
        "back",
        1,
        "Wait until it is back, %d minutes at most".formatted(input.timeoutMinutes()),
        StepLimits.running(input.timeout()),
        (activities, step) -> activities.awaitBoot(new AwaitRequest(step, before.id(), until)));
  }
}
