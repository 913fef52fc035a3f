package dev.holdfast.api.operations;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.OperationFilter;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.Plans;
import dev.holdfast.platform.operation.StoredOperation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads operations as clients see them. */
@Component
public final class OperationDocuments {
  private final Operations operations;
  private final Approvals approvals;
  private final Plans plans;
  private final PlatformConfig.Temporal temporal;

  OperationDocuments(
      Operations operations, Approvals approvals, Plans plans, PlatformConfig config) {
    this.operations = operations;
    this.approvals = approvals;
    this.plans = plans;
    this.temporal = config.temporal();
  }

  /**
   * @throws ApiException 404 if there is no such operation
   */
  public OperationDocument get(String id) {
    return of(stored(id));
  }

  /**
   * @throws ApiException 404 if there is no such operation
   */
  public StoredOperation stored(String id) {
    return operations
        .find(id)
        .orElseThrow(() ->
            ApiException.notFound("unknown-operation", "There is no operation '" + id + "'."));
  }

  OperationDocument of(StoredOperation operation) {
    return OperationDocument.of(
        operation,
        operations.servers(operation.id()),
        plans.made(List.of(operation.id())).getOrDefault(operation.id(), Map.of()),
        approvals.decisions(operation.id()),
        temporalUrl(operation));
  }

  Page<OperationDocument> list(OperationFilter filter, @Nullable String cursor, int limit) {
    Page<StoredOperation> page = operations.list(filter, cursor, limit);
    List<String> ids = page.items().stream().map(StoredOperation::id).toList();
    Map<String, List<OperationServer>> servers = operations.servers(ids);
    Map<String, Map<String, Integer>> made = plans.made(ids);
    return new Page<>(
        page.items().stream()
            .map(operation ->
                OperationDocument.of(
                    operation,
                    servers.getOrDefault(operation.id(), List.of()),
                    made.getOrDefault(operation.id(), Map.of()),
                    List.of(),
                    temporalUrl(operation)))
            .toList(),
        page.next());
  }

  private @Nullable String temporalUrl(StoredOperation operation) {
    String ui = temporal.uiUrl();
    if (ui == null) {
      return null;
    }
    String base = ui.endsWith("/") ? ui.substring(0, ui.length() - 1) : ui;
    String workflow =
        base
            + "/namespaces/"
            + URLEncoder.encode(temporal.namespace(), StandardCharsets.UTF_8)
            + "/workflows/"
            + operation.id();
    return operation.runId() == null ? workflow : workflow + "/" + operation.runId() + "/history";
  }
}
