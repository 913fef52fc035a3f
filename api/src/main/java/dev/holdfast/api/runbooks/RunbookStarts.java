package dev.holdfast.api.runbooks;

import dev.holdfast.api.activities.OperationEnd;
import dev.holdfast.api.activities.PlatformActivities;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.operations.Steerer;
import dev.holdfast.api.operations.WaveGates;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.runbook.RunbookStepRow;
import dev.holdfast.platform.runbook.RunbookSteps;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.Share;
import dev.holdfast.schemas.runbook.RunbookActivities;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.runbook.RunbookStep;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Starts the operations of runbooks, with the rights that whoever started the runbook has then. */
@Component
final class RunbookStarts implements RunbookActivities, PlatformActivities {
  /** Runbooks may start runbooks, but not for ever. */
  private static final int DEEPEST = 5;

  private final RunbookSteps steps;
  private final RunbookServers servers;
  private final RunbookPlanning planning;
  private final StepOutput outputs;
  private final Callers callers;
  private final OperationStarts starts;
  private final Operations operations;
  private final OperationEnd ends;
  private final Steerer steerer;
  private final JsonMapper json;

  RunbookStarts(
      RunbookSteps steps,
      RunbookServers servers,
      RunbookPlanning planning,
      StepOutput outputs,
      Callers callers,
      OperationStarts starts,
      Operations operations,
      OperationEnd ends,
      Steerer steerer,
      JsonMapper json) {
    this.steps = steps;
    this.servers = servers;
    this.planning = planning;
    this.outputs = outputs;
    this.callers = callers;
    this.starts = starts;
    this.operations = operations;
    this.ends = ends;
    this.steerer = steerer;
    this.json = json;
  }

  @Override
  public StepStarted plan(String operation) {
    return planning
        .dryRun(runbook(operation))
        .map(this::start)
        .orElseGet(() -> new StepStarted(null, "none of its steps makes a plan", null));
  }

  @Override
  public Review review(String operation) {
    return planning.review(runbook(operation));
  }

  @Override
  public StepStarted start(StepStart step) {
    Optional<RunbookStepRow> before = steps.find(step.operation(), step.key(), step.attempt());
    if (before.isPresent()) {
      return told(before.get());
    }
    StoredOperation runbook = runbook(step.operation());
    // Died before it was recorded: what matches now may be something else.
    StepStarted started =
        operations
            .findByKey(runbook.organisation(), runbook.initiator(), key(step))
            .map(child -> new StepStarted(child.id(), null, null))
            .orElseGet(() -> startNew(runbook, step));
    steps.record(
        step.operation(),
        new RunbookStepRow(
            step.key(),
            step.attempt(),
            plans(step) ? RunbookStepRow.PLANNING : step.type(),
            started.child(),
            step.tolerated(),
            started.skipped() != null,
            started.skipped() == null ? started.error() : started.skipped(),
            Instant.now(),
            !Boolean.FALSE.equals(step.critical())));
    return started;
  }

  private static boolean plans(StepStart step) {
    return step.key().equals(RunbookStepRow.PLANNING);
  }

  private StepStarted startNew(StoredOperation runbook, StepStart step) {
    return servers
        .selector(runbook, step.servers(), step.previous(), step.failedOf())
        .map(selector -> start(runbook, step, selector))
        .orElseGet(() -> new StepStarted(null, "it is for none of the servers of this run", null));
  }

  private static String key(StepStart step) {
    return "runbook/%s/%s/%d".formatted(step.operation(), step.key(), step.attempt());
  }

  private StepStarted start(StoredOperation runbook, StepStart step, String selector) {
    if (depth(runbook) >= DEEPEST) {
      return new StepStarted(null, null, "runbooks start runbooks more than 5 deep");
    }
    Optional<Caller> initiator = callers.acting(runbook.organisation(), runbook.initiator());
    if (initiator.isEmpty()) {
      return new StepStarted(
          null, null, runbook.initiator() + " may not start operations any more");
    }
    try {
      String child =
          starts.start(
              request(runbook, step, selector), initiator.get(), key(step), step.reviewed());
      return new StepStarted(child, null, null);
    } catch (ApiException e) {
      if (e.problem().status() >= 500) {
        throw e;
      }
      return new StepStarted(null, null, e.problem().inOneLine());
    }
  }

  private ObjectNode request(StoredOperation runbook, StepStart step, String selector) {
    ObjectNode request = json.createObjectNode();
    request.put("type", step.type());
    request.put("selector", selector);
    Map<String, Object> input = planning.input(runbook, step);
    if (input != null) {
      request.set("input", json.readTree(JsonPayloads.write(input)));
    }
    request.put("dryRun", runbook.dryRun() || plans(step));
    request.put("approve", runbook.settings().approved());
    request.put("priority", runbook.priority().word());
    Integer concurrency = step.pace().concurrency();
    request.put(
        "concurrency", concurrency == null ? runbook.settings().concurrency() : concurrency);
    String maxFailures = step.pace().maxFailures();
    request.put(
        "maxFailures",
        maxFailures == null ? runbook.settings().maxFailures().toString() : maxFailures);
    List<String> waves = step.pace().waves();
    List<Share> ofTheRun = runbook.settings().waves();
    if (waves == null && ofTheRun != null) {
      waves = ofTheRun.stream().map(Share::toString).toList();
    }
    if (waves != null) {
      request.set("waves", json.valueToTree(waves));
    }
    FleetConditions conditions = runbook.settings().conditions();
    gates(request, step, conditions);
    if (conditions != null && Boolean.FALSE.equals(conditions.byLabel())) {
      request.put("window", "none");
    } else if (conditions != null && conditions.window() != null) {
      request.put("window", conditions.window());
    }
    if (conditions != null && conditions.offlineSeconds() != null) {
      request.put("onOffline", "park").put("expireSeconds", conditions.offlineSeconds());
    }
    Long wait = runbook.settings().waitSeconds();
    if (wait != null) {
      request.put("onFailure", "wait").put("expireSeconds", wait);
    }
    return request;
  }

  /** Those of the step as it says; those of the run as far as they fit it. */
  private void gates(ObjectNode request, StepStart step, @Nullable FleetConditions ofTheRun) {
    RunbookStep.Pace pace = step.pace();
    List<String> gates = pace.gates();
    Long seconds = pace.gateSeconds() == null ? null : (long) pace.gateSeconds();
    if (gates == null && ofTheRun != null && ofTheRun.gates() != null && request.has("waves")) {
      gates =
          ofTheRun.gates().stream()
              .filter(gate -> gate.kind() != HealthGate.Kind.VERIFY || verifies(step.type()))
              .map(HealthGate::toString)
              .toList();
      seconds = gates.isEmpty() ? seconds : ofTheRun.gateSeconds();
    }
    if (gates != null && !gates.isEmpty()) {
      request.set("gates", json.valueToTree(gates));
    }
    if (seconds != null) {
      request.put("gateSeconds", seconds);
    }
  }

  private static boolean verifies(String type) {
    return type.equals(RunbookOperation.TYPE.name())
        || Catalogue.find(type).filter(WaveGates::verifies).isPresent();
  }

  /** A dry run that plans a runbook is as deep as that. */
  private int depth(StoredOperation operation) {
    int depth = RunbookPlanning.isOf(operation) ? -1 : 0;
    Optional<String> parent = steps.parent(operation.id());
    while (parent.isPresent() && depth < DEEPEST) {
      depth++;
      parent = steps.parent(parent.get());
    }
    return depth;
  }

  private static StepStarted told(RunbookStepRow row) {
    return row.skipped()
        ? new StepStarted(null, String.valueOf(row.reason()), null)
        : new StepStarted(row.child(), null, row.reason());
  }

  private StoredOperation runbook(String id) {
    return operations
        .find(id)
        .orElseThrow(() ->
            ApplicationFailure.newNonRetryableFailure(
                "There is no operation " + id + " any more", "UnknownOperation"));
  }

  @Override
  public StepEnded await(StepStarted step) {
    StoredOperation ended = ends.await(String.valueOf(step.child()));
    List<OperationServer> on = operations.servers(ended.id());
    List<OperationServer> failed = on.stream().filter(server -> server.state().bad()).toList();
    return new StepEnded(
        ended.state().word(),
        ended.error() == null ? null : told(ended.error(), failed),
        on.stream().mapToInt(OperationServer::changes).sum(),
        on.size(),
        failed.size(),
        outputs.of(ended, on),
        outputs.exitCode(on));
  }

  /** Of a single server that failed, why: it says more than that it did. */
  private static String told(String error, List<OperationServer> failed) {
    String why = failed.size() == 1 ? failed.getFirst().error() : null;
    return why == null ? error : failed.getFirst().name() + ": " + why;
  }

  @Override
  public void skip(StepSkipped step) {
    steps.record(
        step.operation(),
        new RunbookStepRow(step.key(), 1, null, null, false, true, step.reason(), Instant.now()));
  }

  @Override
  public void ask(Question question) {
    steps.record(
        question.operation(),
        new RunbookStepRow(
            question.key(),
            1,
            RunbookStepRow.APPROVAL,
            null,
            false,
            false,
            question.text(),
            Instant.now()));
  }

  @Override
  public void cancel(String operation) {
    steerer.cancelUnlessEnded(operation);
  }

  @Override
  public Progress settle(String operation) {
    return servers.settle(runbook(operation));
  }
}
