package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.ContainerActivities;
import dev.holdfast.schemas.containers.ContainerActivities.Read;
import dev.holdfast.schemas.containers.ContainerActivities.ReadRequest;
import dev.holdfast.schemas.containers.ContainersInput;
import dev.holdfast.schemas.containers.ContainersInput.Show;
import dev.holdfast.schemas.containers.ContainersOnServer;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.ServerRun.Done;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows what one server's container engine has; it takes no lease. */
public final class ContainersOnServerWorkflowImpl implements ContainersOnServer {
  /** For the engine of a busy server to answer. */
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private final ContainersInput input;
  private final ServerRun<ContainersInput> run;

  @WorkflowInit
  public ContainersOnServerWorkflowImpl(ServerRequest<ContainersInput> request) {
    input = request.operation().input();
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<ContainersInput> request) {
    return run.reading(this::read);
  }

  private Done read(Steps steps) {
    Read read =
        steps.run(
            ContainerActivities.class,
            "run",
            1,
            summary(),
            StepLimits.running(input.following().plus(ANSWER)),
            (activities, step) -> activities.readContainers(new ReadRequest(step, input)));
    return new Done(0, 0, null, facts(read));
  }

  private String summary() {
    return switch (input.show()) {
      case LIST -> "List the containers";
      case INSPECT -> "Inspect the container " + input.name();
      case LOGS -> "Read what the container " + input.name() + " printed";
      case QUARANTINED -> "List the containers in quarantine";
      case PORTS -> "List who listens on its ports";
      case NETWORKS, VOLUMES, IMAGES -> "List the " + input.show().word();
    };
  }

  private Map<String, Object> facts(Read read) {
    Map<String, Object> facts = new LinkedHashMap<>();
    if (input.show() == Show.LIST) {
      facts.put("containers", read.count());
      facts.put("running", read.running());
    } else if (!input.show().named()) {
      facts.put(input.show().word(), read.count());
    }
    if (read.generation() > 1) {
      facts.put("generation", read.generation());
    }
    facts.put("stdoutBytes", read.stdoutBytes());
    facts.put("stderrBytes", read.stderrBytes());
    return facts;
  }
}
