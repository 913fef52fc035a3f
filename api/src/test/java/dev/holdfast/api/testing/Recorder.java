package dev.holdfast.api.testing;

import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.ServerResult;
import java.util.List;
import java.util.Map;

/** The activities of operations, on the repository that workers use. */
public final class Recorder implements OperationActivities {
  private final Operations operations;

  Recorder(Operations operations) {
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
