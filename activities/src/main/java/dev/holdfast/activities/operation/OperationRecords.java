package dev.holdfast.activities.operation;

import dev.holdfast.activities.trace.OperationTrace;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.ServerResult;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The operations in the platform's database, as workflows read and write them. */
public final class OperationRecords implements OperationActivities {
  private final Operations operations;
  private final Function<String, Redactor> redactors;

  /**
   * @param redactors masks what a server failed with, by its name
   */
  public OperationRecords(Operations operations, Function<String, Redactor> redactors) {
    this.operations = operations;
    this.redactors = redactors;
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
    operations.recordOperation(update.masked(new Redactor()::redact));
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
    operations.recordServers(
        operation,
        servers.stream()
            .map(result ->
                result.error() == null
                    ? result
                    : result.masked(redactors.apply(result.server())::redact))
            .toList());
  }
}
