package dev.holdfast.api.containers;

import dev.holdfast.api.activities.OperationEnd;
import dev.holdfast.api.activities.PlatformActivities;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.operations.Steerer;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.containers.ExpiredQuarantines;
import dev.holdfast.platform.containers.QuarantineDecisions;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiryActivities;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.server.ServerNames;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Releases containers whose quarantine is over, or asks whether to, with the rights that its
 * initiator has then.
 */
@Component
final class QuarantineEnds implements QuarantineExpiryActivities, PlatformActivities {
  private final Operations operations;
  private final OperationStarts starts;
  private final OperationEnd ends;
  private final Steerer steerer;
  private final Callers callers;
  private final ExpiredQuarantines expired;
  private final JsonMapper json;

  QuarantineEnds(
      Operations operations,
      OperationStarts starts,
      OperationEnd ends,
      Steerer steerer,
      Callers callers,
      ExpiredQuarantines expired,
      JsonMapper json) {
    this.operations = operations;
    this.starts = starts;
    this.ends = ends;
    this.steerer = steerer;
    this.callers = callers;
    this.expired = expired;
    this.json = json;
  }

  @Override
  public Started start(Expired over) {
    return start(
        over,
        _ -> release(over),
        "quarantine/%s/%s/%d".formatted(over.quarantine(), over.server(), over.attempt()));
  }

  @Override
  public Started ask(Expired over) {
    return start(
        over,
        begun -> question(over, begun),
        QuarantineDecisions.key(over.quarantine(), over.server()));
  }

  private Started start(Expired over, Function<StoredOperation, ObjectNode> request, String key) {
    Optional<StoredOperation> quarantine = operations.find(over.quarantine());
    if (quarantine.isEmpty()) {
      return new Started(null, "there is no operation " + over.quarantine() + " any more");
    }
    StoredOperation begun = quarantine.get();
    Optional<Caller> initiator = callers.acting(begun.organisation(), begun.initiator());
    if (initiator.isEmpty()) {
      return new Started(null, begun.initiator() + " may not start operations any more");
    }
    try {
      return new Started(starts.start(request.apply(begun), initiator.get(), key), null);
    } catch (ApiException e) {
      if (e.problem().status() >= 500) {
        throw e;
      }
      return new Started(null, e.problem().inOneLine());
    }
  }

  private ObjectNode release(Expired over) {
    ObjectNode request = request("release", over);
    request
        .putObject("input")
        .put("container", over.container())
        .put("reason", "its quarantine has expired")
        .put("quarantine", over.quarantine());
    return request;
  }

  /** A runbook that asks, and then releases: what waits for a decision is shown as any other. */
  private ObjectNode question(Expired over, StoredOperation quarantine) {
    ObjectNode request = request("runbook", over);
    ObjectNode input = request.putObject("input");
    ObjectNode definition =
        input
            .putObject("definition")
            .put("name", "quarantine-expired")
            .put("title", "Decide on a container whose quarantine has expired");
    ObjectNode inputs = definition.putObject("inputs");
    inputs.putObject("container").put("type", "string");
    inputs.putObject("quarantine").put("type", "string");
    ArrayNode steps = definition.putArray("steps");
    steps.addObject().put("approval", words(over, quarantine));
    ObjectNode release = steps.addObject().put("id", "release").put("operation", "release");
    release
        .putObject("input")
        .put("container", "${inputs.container}")
        .put("quarantine", "${inputs.quarantine}")
        .put("reason", "somebody agreed when its quarantine had expired");
    release.putObject("retry").put("times", 5).put("delaySeconds", 60);
    input
        .putObject("inputs")
        .put("container", over.container())
        .put("quarantine", over.quarantine());
    return request;
  }

  private String words(Expired over, StoredOperation quarantine) {
    return "Release %s on %s? %s has isolated it on %s (%s): %s. Rejected, it stays isolated until somebody releases it."
        .formatted(
            over.container(),
            ServerNames.within(over.server()),
            quarantine.initiator(),
            quarantine.createdAt().atOffset(ZoneOffset.UTC).toLocalDate(),
            quarantine.id(),
            json.readTree(quarantine.input()).path("reason").asString("its reason is not kept"));
  }

  private ObjectNode request(String type, Expired over) {
    return json.createObjectNode()
        .put("type", type)
        .put("selector", ServerNames.within(over.server()));
  }

  @Override
  public void withdraw(String operation) {
    if (operations
        .find(operation)
        .filter(asked -> asked.state() == OperationState.AWAITING_APPROVAL)
        .isPresent()) {
      steerer.cancelUnlessEnded(operation);
    }
  }

  @Override
  public @Nullable String await(String operation) {
    StoredOperation ended = ends.await(operation);
    if (ended.state() == OperationState.SUCCEEDED) {
      return null;
    }
    return "%s has %s%s"
        .formatted(
            operation,
            ended.state() == OperationState.CANCELLED ? "been cancelled" : ended.state().word(),
            ended.error() == null ? "" : ": " + ended.error());
  }

  @Override
  public void tell(Expired over, String why) {
    expired.tell(
        ServerNames.organisation(over.server()),
        over.quarantine(),
        over.server(),
        over.container(),
        why);
  }
}
