package dev.holdfast.activities.operation;

import dev.holdfast.activities.trace.OperationTrace;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.ServerResult;
import java.util.List;
import java.util.Map;

/** The operations in the platform's database, as workflows read and write them. */
public final class OperationRecords implements OperationActivities {
  private final Operations operations;

  public OperationRecords(Operations operations) {
    this.operations = operations;
  }

  @Override
  public List<String> targets(String operation) {
    return operations.servers(operation).stream().map(OperationServer::name).toList();
  }

  @Override
  public Map<String, String> routes(String operation) {
    return operations.routes(operation);
  }

  @Override
  public void recordOperation(OperationUpdate update) {
    operations.recordOperation(update);
    if (update.state().ended() && OperationTrace.tracer().isEnabled()) {
      operations.find(update.operation()).ifPresent(OperationTrace::ended);
    }
  }

  @Override
  public void recordPace(String operation, Pace pace) {
    operations.recordPace(operation, pace);
  }

  @Override
  public void recordServers(String operation, List<ServerResult> servers) {
    operations.recordServers(operation, servers);
  }
}
