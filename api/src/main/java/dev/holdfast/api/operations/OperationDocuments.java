package dev.holdfast.api.operations;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.quorum.Need;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.OperationFilter;
import dev.holdfast.platform.operation.OperationReading;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.OperationServers;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.SteeringRequests;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.temporal.WebUiLinks;
import dev.holdfast.schemas.operation.ServerState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads operations as clients see them. */
@Component
public final class OperationDocuments {
  /** Failed servers that are compared with one another: more would take their time. */
  private static final int COMPARED = 1000;

  private static final int CREDENTIALS = 100;

  private final Operations operations;
  private final OperationServers servers;
  private final Approvals approvals;
  private final ShownPlans plans;
  private final RunbookProgress runbooks;
  private final SteeringRequests requests;
  private final NamedSecrets secrets;
  private final OperationReading reading;
  private final PlatformConfig.Temporal temporal;

  OperationDocuments(
      Operations operations,
      OperationServers servers,
      Approvals approvals,
      ShownPlans plans,
      RunbookProgress runbooks,
      SteeringRequests requests,
      NamedSecrets secrets,
      OperationReading reading,
      PlatformConfig config) {
    this.reading = reading;
    this.secrets = secrets;
    this.requests = requests;
    this.runbooks = runbooks;
    this.operations = operations;
    this.servers = servers;
    this.approvals = approvals;
    this.plans = plans;
    this.temporal = config.temporal();
  }

  /**
   * @throws ApiException 404 if there is no such operation
   */
  public OperationDocument get(String id) {
    return reading.together(() -> of(stored(id)));
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

  /** The same in the answer to an approval, with what rules ask of the plan. */
  public OperationDocument get(String id, List<Need> needs) {
    return reading.together(() -> of(stored(id), needs));
  }

  OperationDocument of(StoredOperation operation) {
    return reading.together(() -> of(operation, List.of()));
  }

  /** One that was started a moment ago: nothing is changed, wanted or decided on yet. */
  OperationDocument ofStarted(StoredOperation operation) {
    return reading.together(() ->
        of(List.of(operation), it -> OperationDocument.Alone.ofStarted(runbooks.of(it)), true)
            .getFirst());
  }

  private OperationDocument of(StoredOperation operation, List<Need> needs) {
    return of(List.of(operation), it -> alone(it, needs), false).getFirst();
  }

  private OperationDocument.Alone alone(StoredOperation operation, List<Need> needs) {
    OperationReading.Parts parts = reading.parts(operation.id());
    return new OperationDocument.Alone(
        runbooks.of(operation),
        parts.runbook() ? runbooks.startedBy(operation) : null,
        parts.wishes()
            ? requests.of(operation.id()).stream().map(OperationDocument.Wanted::of).toList()
            : List.of(),
        parts.decisions() ? approvals.decisions(operation.id()) : List.of(),
        parts.credentials() ? leased(operation) : List.of(),
        needs);
  }

  private List<OperationDocument.Leased> leased(StoredOperation operation) {
    return secrets
        .leases()
        .list(operation.organisation(), null, operation.id(), CREDENTIALS)
        .stream()
        .map(OperationDocument.Leased::of)
        .toList();
  }

  Page<OperationDocument> list(OperationFilter filter, @Nullable String cursor, int limit) {
    return reading.together(() -> {
      Page<StoredOperation> page = operations.list(filter, cursor, limit);
      return new Page<>(of(page.items(), _ -> OperationDocument.Alone.NOTHING, false), page.next());
    });
  }

  /**
   * @param started whether they were started a moment ago
   */
  private List<OperationDocument> of(
      List<StoredOperation> operations,
      Function<StoredOperation, OperationDocument.Alone> alone,
      boolean started) {
    List<String> ids = operations.stream().map(StoredOperation::id).toList();
    Map<String, OperationServers.Totals> totals = servers.totals(ids);
    Map<String, List<OperationServer>> first = servers.first(ids, OperationDocument.SERVERS);
    Map<String, Map<String, Integer>> made =
        started ? Map.of() : plans.made(ids, names(first.values().stream()));
    return operations.stream()
        .map(operation -> {
          String id = operation.id();
          List<OperationServer> shown = first.getOrDefault(id, List.of());
          return OperationDocument.of(
              operation,
              Objects.requireNonNull(totals.get(id)),
              shown,
              made.getOrDefault(id, Map.of()),
              failed(id, shown),
              alone.apply(operation),
              temporalUrl(operation));
        })
        .toList();
  }

  /** Those shown first are those that failed: there are no others unless all of them have. */
  private List<OperationServer> failed(String id, List<OperationServer> shown) {
    List<OperationServer> failed = shown.stream().filter(on -> on.state().bad()).toList();
    return failed.size() < OperationDocument.SERVERS ? failed : servers.bad(id, COMPARED);
  }

  /**
   * A part of the servers of an operation, sorted by name.
   *
   * @param states only those in one of these; all if it is empty
   * @throws ApiException 404 if there is no such operation
   * @throws WrongCursorException if the cursor is none
   */
  Page<OnServer> servers(String id, Set<ServerState> states, @Nullable String after, int limit) {
    return reading.together(() -> {
      StoredOperation operation = stored(id);
      Page<OperationServer> page = servers.page(id, states, after, limit);
      Map<String, Integer> made =
          plans.made(List.of(id), names(Stream.of(page.items()))).getOrDefault(id, Map.of());
      return new Page<>(
          OnServer.of(page.items(), OperationDocument.recorded(operation), made), page.next());
    });
  }

  /** Whether a server of this name is one of the operation's. */
  boolean has(String id, String server) {
    return servers.has(id, server);
  }

  private static Set<String> names(Stream<List<OperationServer>> servers) {
    return servers
        .flatMap(List::stream)
        .map(OperationServer::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private @Nullable String temporalUrl(StoredOperation operation) {
    WebUiLinks links = WebUiLinks.of(temporal);
    return links == null ? null : links.operation(operation.id(), operation.runId());
  }
}
