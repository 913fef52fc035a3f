package dev.holdfast.workflows;

import dev.holdfast.workflows.copy.CopyOnServerWorkflowImpl;
import dev.holdfast.workflows.copy.CopyWorkflowImpl;
import dev.holdfast.workflows.diagnosis.DiagnoseServerWorkflowImpl;
import dev.holdfast.workflows.exec.ExecOnServerWorkflowImpl;
import dev.holdfast.workflows.exec.ExecWorkflowImpl;
import dev.holdfast.workflows.fetch.FetchOnServerWorkflowImpl;
import dev.holdfast.workflows.fetch.FetchWorkflowImpl;
import dev.holdfast.workflows.lease.ServerLeaseWorkflowImpl;
import dev.holdfast.workflows.lockdown.LockdownOnServerWorkflowImpl;
import dev.holdfast.workflows.lockdown.LockdownWorkflowImpl;
import dev.holdfast.workflows.reboot.RebootOnServerWorkflowImpl;
import dev.holdfast.workflows.reboot.RebootWorkflowImpl;
import dev.holdfast.workflows.serversetup.ServerSetupOnServerWorkflowImpl;
import dev.holdfast.workflows.serversetup.ServerSetupWorkflowImpl;
import dev.holdfast.workflows.sync.SyncOnServerWorkflowImpl;
import dev.holdfast.workflows.sync.SyncWorkflowImpl;
import dev.holdfast.workflows.undo.UndoOnServerWorkflowImpl;
import dev.holdfast.workflows.undo.UndoWorkflowImpl;
import java.util.List;

/** Every workflow that a worker runs. */
public final class WorkflowTypes {
  private WorkflowTypes() {}

  /** The implementations, for the workers to register. */
  public static List<Class<?>> all() {
    return List.of(
        ServerLeaseWorkflowImpl.class,
        CopyWorkflowImpl.class,
        CopyOnServerWorkflowImpl.class,
        FetchWorkflowImpl.class,
        FetchOnServerWorkflowImpl.class,
        SyncWorkflowImpl.class,
        SyncOnServerWorkflowImpl.class,
        LockdownWorkflowImpl.class,
        LockdownOnServerWorkflowImpl.class,
        ServerSetupWorkflowImpl.class,
        ServerSetupOnServerWorkflowImpl.class,
        ExecWorkflowImpl.class,
        ExecOnServerWorkflowImpl.class,
        RebootWorkflowImpl.class,
        RebootOnServerWorkflowImpl.class,
        UndoWorkflowImpl.class,
        UndoOnServerWorkflowImpl.class,
        DiagnoseServerWorkflowImpl.class);
  }
}
