package dev.holdfast.schemas.diagnosis;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Looks a server over; changes nothing on it and takes no lease. */
@WorkflowInterface
public interface DiagnoseServer {

  /** The name of the workflow's type. */
  String TYPE = "diagnose-server";

  @WorkflowMethod(name = TYPE)
  Diagnosis diagnose(DiagnosisRequest request);

  /** The id of the workflow that looks a server over; who asks meanwhile joins it. */
  static String workflowId(String server) {
    return "diagnose/" + server;
  }

  /** The id of the workflow that only tries the login of a server. */
  static String loginWorkflowId(String server) {
    return "check/" + server;
  }
}
