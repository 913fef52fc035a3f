package dev.holdfast.schemas.diagnosis;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Finds out what is wrong with one server of a selection. */
@WorkflowInterface
public interface DiagnoseOnServer {

  /** Not {@code diagnose-server}: that is {@link DiagnoseServer}, which is no operation's part. */
  @WorkflowMethod(name = "diagnose-on-server")
  ServerResult run(ServerRequest<DiagnoseInput> request);
}
