package dev.holdfast.workflows;

import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.workflows.containers.ContainerControlOnServerWorkflowImpl;
import dev.holdfast.workflows.containers.ContainerControlWorkflowImpl;
import dev.holdfast.workflows.containers.ContainerMonitorWorkflowImpl;
import dev.holdfast.workflows.containers.ContainersOnServerWorkflowImpl;
import dev.holdfast.workflows.containers.ContainersWorkflowImpl;
import dev.holdfast.workflows.containers.PruneContainersOnServerWorkflowImpl;
import dev.holdfast.workflows.containers.PruneContainersWorkflowImpl;
import dev.holdfast.workflows.containers.PruneDesiredState;
import dev.holdfast.workflows.containers.QuarantineExpiryWorkflowImpl;
import dev.holdfast.workflows.containers.QuarantineOnServerWorkflowImpl;
import dev.holdfast.workflows.containers.QuarantineWorkflowImpl;
import dev.holdfast.workflows.containers.ReleaseOnServerWorkflowImpl;
import dev.holdfast.workflows.containers.ReleaseWorkflowImpl;
import dev.holdfast.workflows.copy.CopyOnServerWorkflowImpl;
import dev.holdfast.workflows.copy.CopyWorkflowImpl;
import dev.holdfast.workflows.credentials.RotateCredentialsOnServerWorkflowImpl;
import dev.holdfast.workflows.credentials.RotateCredentialsWorkflowImpl;
import dev.holdfast.workflows.diagnosis.DiagnoseOnServerWorkflowImpl;
import dev.holdfast.workflows.diagnosis.DiagnoseServerWorkflowImpl;
import dev.holdfast.workflows.diagnosis.DiagnoseWorkflowImpl;
import dev.holdfast.workflows.exec.ExecOnServerWorkflowImpl;
import dev.holdfast.workflows.exec.ExecWorkflowImpl;
import dev.holdfast.workflows.fetch.FetchOnServerWorkflowImpl;
import dev.holdfast.workflows.fetch.FetchWorkflowImpl;
import dev.holdfast.workflows.incident.IncidentWorkflowImpl;
import dev.holdfast.workflows.lease.ServerLeaseWorkflowImpl;
import dev.holdfast.workflows.lockdown.LockdownDesiredState;
import dev.holdfast.workflows.lockdown.LockdownOnServerWorkflowImpl;
import dev.holdfast.workflows.lockdown.LockdownWorkflowImpl;
import dev.holdfast.workflows.reboot.RebootOnServerWorkflowImpl;
import dev.holdfast.workflows.reboot.RebootWorkflowImpl;
import dev.holdfast.workflows.runbook.RunbookWorkflowImpl;
import dev.holdfast.workflows.schedule.ScheduledRunWorkflowImpl;
import dev.holdfast.workflows.serversetup.ServerSetupDesiredState;
import dev.holdfast.workflows.serversetup.ServerSetupOnServerWorkflowImpl;
import dev.holdfast.workflows.serversetup.ServerSetupWorkflowImpl;
import dev.holdfast.workflows.service.ServiceDesiredState;
import dev.holdfast.workflows.service.ServiceOnServerWorkflowImpl;
import dev.holdfast.workflows.service.ServiceRestartOnServerWorkflowImpl;
import dev.holdfast.workflows.service.ServiceWorkflowImpl;
import dev.holdfast.workflows.stack.DeployStackDesiredState;
import dev.holdfast.workflows.stack.DeployStackOnServerWorkflowImpl;
import dev.holdfast.workflows.stack.DeployStackWorkflowImpl;
import dev.holdfast.workflows.stack.RemoveStackDesiredState;
import dev.holdfast.workflows.stack.RemoveStackOnServerWorkflowImpl;
import dev.holdfast.workflows.stack.RemoveStackWorkflowImpl;
import dev.holdfast.workflows.sync.SyncOnServerWorkflowImpl;
import dev.holdfast.workflows.sync.SyncWorkflowImpl;
import dev.holdfast.workflows.undo.UndoOnServerWorkflowImpl;
import dev.holdfast.workflows.undo.UndoWorkflowImpl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a worker runs: one line for each operation. */
public final class WorkflowTypes {
  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.of(
              ContainerControlWorkflowImpl.class, ContainerControlOnServerWorkflowImpl.class),
          Operation.of(ContainersWorkflowImpl.class, ContainersOnServerWorkflowImpl.class),
          Operation.of(CopyWorkflowImpl.class, CopyOnServerWorkflowImpl.class),
          Operation.of(DeployStackWorkflowImpl.class, DeployStackOnServerWorkflowImpl.class)
              .wanting("deploy-stack", new DeployStackDesiredState()),
          Operation.of(DiagnoseWorkflowImpl.class, DiagnoseOnServerWorkflowImpl.class),
          Operation.of(ExecWorkflowImpl.class, ExecOnServerWorkflowImpl.class),
          Operation.of(FetchWorkflowImpl.class, FetchOnServerWorkflowImpl.class),
          Operation.of(LockdownWorkflowImpl.class, LockdownOnServerWorkflowImpl.class)
              .wanting("lockdown", new LockdownDesiredState()),
          Operation.of(PruneContainersWorkflowImpl.class, PruneContainersOnServerWorkflowImpl.class)
              .wanting("prune-containers", new PruneDesiredState()),
          Operation.of(QuarantineWorkflowImpl.class, QuarantineOnServerWorkflowImpl.class),
          Operation.of(RebootWorkflowImpl.class, RebootOnServerWorkflowImpl.class),
          Operation.of(ReleaseWorkflowImpl.class, ReleaseOnServerWorkflowImpl.class),
          Operation.of(RemoveStackWorkflowImpl.class, RemoveStackOnServerWorkflowImpl.class)
              .wanting("remove-stack", new RemoveStackDesiredState()),
          Operation.of(
              RotateCredentialsWorkflowImpl.class, RotateCredentialsOnServerWorkflowImpl.class),
          Operation.of(ServerSetupWorkflowImpl.class, ServerSetupOnServerWorkflowImpl.class)
              .wanting("server-setup", new ServerSetupDesiredState()),
          Operation.of(ServiceWorkflowImpl.class, ServiceOnServerWorkflowImpl.class)
              .wanting("service", new ServiceDesiredState()),
          Operation.of(SyncWorkflowImpl.class, SyncOnServerWorkflowImpl.class),
          Operation.of(UndoWorkflowImpl.class, UndoOnServerWorkflowImpl.class));

  /** What does not go from server to server. */
  private static final List<Class<?>> OTHERS =
      List.of(
          ServerLeaseWorkflowImpl.class,
          ContainerMonitorWorkflowImpl.class,
          DiagnoseServerWorkflowImpl.class,
          QuarantineExpiryWorkflowImpl.class,
          ScheduledRunWorkflowImpl.class,
          ServiceRestartOnServerWorkflowImpl.class,
          RunbookWorkflowImpl.class,
          IncidentWorkflowImpl.class);

  private WorkflowTypes() {}

  /** The implementations, for the workers to register. */
  public static List<Class<?>> all() {
    return Stream.concat(
            OTHERS.stream(),
            OPERATIONS.stream()
                .flatMap(operation -> Stream.of(operation.onSelection(), operation.onServer())))
        .toList();
  }

  /** What the operations that make plans want, by the operation's name. */
  public static Map<String, DesiredState<?>> desiredStates() {
    Map<String, DesiredState<?>> states = new HashMap<>();
    for (Operation operation : OPERATIONS) {
      if (operation.wanted() != null) {
        states.put(operation.wanted().operation(), operation.wanted().state());
      }
    }
    return Map.copyOf(states);
  }

  /** The two workflows of an operation, and what it wants of a server where it makes a plan. */
  private record Operation(Class<?> onSelection, Class<?> onServer, @Nullable Wanted wanted) {

    static Operation of(Class<?> onSelection, Class<?> onServer) {
      return new Operation(onSelection, onServer, null);
    }

    Operation wanting(String operation, DesiredState<?> state) {
      return new Operation(onSelection, onServer, new Wanted(operation, state));
    }
  }

  private record Wanted(String operation, DesiredState<?> state) {}
}
