package dev.holdfast.api.operations;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.InputOrigin;
import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.platform.operation.OperationLogs.Chunk;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.OperationWindow;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.ShownPlans.StoredPlan;
import dev.holdfast.platform.operation.StepRecords;
import dev.holdfast.platform.operation.StepRecords.StepRecord;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.operation.WrongCursorException;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.server.ServerNames;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what an operation does in detail: steps, output, plans, changes. */
@RestController
@RequestMapping("/api/v1/operations/{id}")
final class DetailsController {
  private static final int MOST_CHUNKS = 200;
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final OperationDocuments documents;
  private final Operations operations;
  private final StepRecords steps;
  private final OperationLogs logs;
  private final ShownPlans plans;
  private final ShownWork work;
  private final PlannedSteps planned;

  DetailsController(
      OperationDocuments documents,
      Operations operations,
      StepRecords steps,
      OperationLogs logs,
      ShownPlans plans,
      ShownWork work,
      PlannedSteps planned) {
    this.planned = planned;
    this.work = work;
    this.documents = documents;
    this.operations = operations;
    this.steps = steps;
    this.logs = logs;
    this.plans = plans;
  }

  /**
   * What would change.
   *
   * @param planHash what an approval of the whole operation names
   * @param work what is done to servers where there is no plan, and somebody has to approve it
   * @param steps of a runbook, what was planned of them before it started
   * @param window the hours in which servers are started, as the operation has them
   */
  record PlanDocument(
      String operation,
      @Nullable String planHash,
      List<ServerPlan> servers,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ShownWork.Work> work,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PlannedSteps.StepPlan> steps,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OperationWindow window) {}

  /**
   * A server's plan: groups with their changes and diffs, as planned.
   *
   * @param input what the input that it was made for was made from
   * @param plan the fields of the plan, beside these
   */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
  record ServerPlan(
      String server,
      String hash,
      Instant createdAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable InputOrigin input,
      @JsonAnyGetter @Schema(hidden = true) Map<String, Object> plan) {
    static ServerPlan of(StoredPlan stored, @Nullable InputOrigin input) {
      Map<String, Object> plan = new LinkedHashMap<>(JsonPayloads.read(stored.body(), OBJECT));
      plan.keySet().removeAll(List.of("server", "hash", "createdAt", "input"));
      return new ServerPlan(
          ServerNames.within(stored.server()), stored.hash(), stored.createdAt(), input, plan);
    }
  }

  record ChangeDocument(
      String server,
      String id,
      String resource,
      String state,
      Instant appliedAt,
      Map<String, Object> change) {}

  @Requires(value = "operations:read", on = Requires.On.OPERATION)
  @GetMapping("/steps")
  Page<StepRecord> steps(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String server,
      @RequestParam(required = false) @Nullable String state) {
    return new Page<>(
        steps.list(id, full(id, server)).stream()
            .filter(step -> state == null || step.state().equals(state))
            .map(DetailsController::within)
            .toList(),
        null);
  }

  /** Output in the order of its arrival; asked again with {@code next}, it goes on from there. */
  @Requires(value = "operations:read", on = Requires.On.OPERATION)
  @GetMapping("/logs")
  Page<Chunk> logs(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String server,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "200") int limit) {
    String of = full(id, server);
    try {
      Page<Chunk> page = logs.read(id, of, after, Math.clamp(limit, 1, MOST_CHUNKS));
      return new Page<>(page.items().stream().map(DetailsController::within).toList(), page.next());
    } catch (WrongCursorException e) {
      throw ApiException.invalid("after", String.valueOf(e.getMessage()));
    }
  }

  /** One stream of what a server said in a step, byte for byte, however much it is. */
  @Requires(value = "operations:read", on = Requires.On.OPERATION)
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  @GetMapping("/logs/raw")
  void raw(
      @PathVariable String id,
      @RequestParam String server,
      @RequestParam(required = false) @Nullable String step,
      @RequestParam(defaultValue = "stdout") String stream,
      HttpServletResponse response)
      throws IOException {
    String of = Objects.requireNonNull(full(id, server));
    if (!List.of("stdout", "stderr").contains(stream)) {
      throw ApiException.invalid("stream", "'" + stream + "' is neither stdout nor stderr");
    }
    List<String> all = logs.steps(id, of);
    if (step != null && !all.contains(step)) {
      known(id, of, step, server, all);
    }
    List<String> printed = step == null ? all : all.contains(step) ? List.of(step) : List.of();
    if (printed.size() > 1) {
      throw ApiException.invalid(
          "step", "several steps printed something: name one of " + String.join(", ", printed));
    }
    response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
    if (!printed.isEmpty()) {
      logs.copy(id, of, printed.getFirst(), stream, response.getOutputStream());
    }
  }

  /** A step that has printed nothing has an empty output; one that does not exist has none. */
  private void known(String id, String of, String step, String server, List<String> printed) {
    List<String> known =
        steps.list(id, of).stream().map(StepRecord::step).distinct().sorted().toList();
    if (!known.contains(step)) {
      throw ApiException.notFound(
          "unknown-step",
          "%s has no step '%s' on %s; there are %s."
              .formatted(id, step, server, String.join(", ", printed.isEmpty() ? known : printed)));
    }
  }

  /**
   * The full name of a server that is named as in the organisation of the operation. An answer
   * about one that the operation is not on would be empty, and mislead.
   */
  private @Nullable String full(String id, @Nullable String server) {
    String organisation = documents.stored(id).organisation();
    if (server == null) {
      return null;
    }
    String full = ServerNames.full(organisation, server);
    if (!documents.has(id, full)) {
      throw ApiException.notFound(
          "server-not-in-operation",
          "%s is not on a server '%s'; ops servers %s lists them.".formatted(id, server, id));
    }
    return full;
  }

  private static StepRecord within(StepRecord step) {
    return new StepRecord(
        ServerNames.within(step.server()),
        step.step(),
        step.generation(),
        step.summary(),
        step.state(),
        step.attempts(),
        step.worker(),
        step.error(),
        step.failure(),
        step.startedAt(),
        step.endedAt());
  }

  private static Chunk within(Chunk chunk) {
    return new Chunk(
        ServerNames.within(chunk.server()),
        chunk.step(),
        chunk.generation(),
        chunk.stream(),
        chunk.offset(),
        chunk.length(),
        chunk.text(),
        chunk.at());
  }

  @Requires(value = "operations:read", on = Requires.On.OPERATION)
  @GetMapping("/plan")
  PlanDocument plan(@PathVariable String id) {
    StoredOperation operation = documents.stored(id);
    Map<String, InputOrigin> inputs = new HashMap<>();
    for (OperationServer server : operations.servers(id)) {
      if (server.origin() != null) {
        inputs.put(server.name(), server.origin());
      }
    }
    return new PlanDocument(
        id,
        operation.planHash(),
        plans.current(id).stream()
            .map(stored -> ServerPlan.of(stored, inputs.get(stored.server())))
            .toList(),
        work.of(operation),
        planned.of(operation),
        OperationDocument.window(operation));
  }

  @Requires(value = "operations:read", on = Requires.On.OPERATION)
  @GetMapping("/changes")
  Page<ChangeDocument> changes(@PathVariable String id) {
    documents.stored(id);
    return new Page<>(
        plans.changes(id).stream()
            .map(change ->
                new ChangeDocument(
                    ServerNames.within(change.server()),
                    change.id(),
                    change.resource(),
                    change.state(),
                    change.appliedAt(),
                    JsonPayloads.read(change.body(), OBJECT)))
            .toList(),
        null);
  }
}
