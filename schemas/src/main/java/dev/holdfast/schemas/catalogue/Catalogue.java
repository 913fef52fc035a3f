package dev.holdfast.schemas.catalogue;

import dev.holdfast.schemas.containers.ContainersOperation;
import dev.holdfast.schemas.containers.control.ContainerControlOperation;
import dev.holdfast.schemas.containers.prune.PruneContainersOperation;
import dev.holdfast.schemas.containers.quarantine.QuarantineOperation;
import dev.holdfast.schemas.containers.release.ReleaseOperation;
import dev.holdfast.schemas.copy.CopyOperation;
import dev.holdfast.schemas.credentials.RotateCredentialsOperation;
import dev.holdfast.schemas.diagnosis.DiagnoseOperation;
import dev.holdfast.schemas.exec.ExecOperation;
import dev.holdfast.schemas.fetch.FetchOperation;
import dev.holdfast.schemas.incident.IncidentOperation;
import dev.holdfast.schemas.lockdown.LockdownOperation;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.reboot.RebootOperation;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.serversetup.ServerSetupOperation;
import dev.holdfast.schemas.service.ServiceOperation;
import dev.holdfast.schemas.stack.DeployStackOperation;
import dev.holdfast.schemas.stack.remove.RemoveStackOperation;
import dev.holdfast.schemas.sync.SyncOperation;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.List;
import java.util.Optional;

/** Every operation there is, each described in its own package. */
public final class Catalogue {
  private static final List<OperationType> OPERATIONS =
      List.of(
          ServerSetupOperation.TYPE,
          LockdownOperation.TYPE,
          RotateCredentialsOperation.TYPE,
          ServiceOperation.TYPE,
          RebootOperation.TYPE,
          UndoOperation.TYPE,
          ExecOperation.TYPE,
          CopyOperation.TYPE,
          FetchOperation.TYPE,
          SyncOperation.TYPE,
          DiagnoseOperation.TYPE,
          ContainersOperation.TYPE,
          ContainerControlOperation.TYPE,
          QuarantineOperation.TYPE,
          ReleaseOperation.TYPE,
          DeployStackOperation.TYPE,
          RemoveStackOperation.TYPE,
          PruneContainersOperation.TYPE,
          RunbookOperation.TYPE,
          IncidentOperation.TYPE);

  private Catalogue() {}

  /** All operations in the order in which one would use them. */
  public static List<OperationType> operations() {
    return OPERATIONS;
  }

  /** The operation of this name. */
  public static Optional<OperationType> find(String name) {
    return OPERATIONS.stream().filter(type -> type.name().equals(name)).findFirst();
  }
}
