package dev.holdfast.api.containers;

import dev.holdfast.api.activities.OperationEnd;
import dev.holdfast.api.activities.PlatformActivities;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.containers.ExpiredQuarantines;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiryActivities;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.server.ServerNames;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Releases containers whose quarantine is over, with the rights that its initiator has then. */
@Component
final class QuarantineEnds implements QuarantineExpiryActivities, PlatformActivities {
  private final Operations operations;
  private final OperationStarts starts;
  private final OperationEnd ends;
  private final Callers callers;
  private final ExpiredQuarantines expired;
  private final JsonMapper json;

  QuarantineEnds(
      Operations operations,
      OperationStarts starts,
      OperationEnd ends,
      Callers callers,
      ExpiredQuarantines expired,
      JsonMapper json) {
    this.operations = operations;
    this.starts = starts;
    this.ends = ends;
    this.callers = callers;
    this.expired = expired;
    this.json = json;
  }

  @Override
  public Started start(Expired over) {
    Optional<StoredOperation> quarantine = operations.find(over.quarantine());
    if (quarantine.isEmpty()) {
      return new Started(null, "there is no operation " + over.quarantine() + " any more");
    }
    StoredOperation begun = quarantine.get();
    Optional<Caller> initiator = callers.acting(begun.organisation(), begun.initiator());
    if (initiator.isEmpty()) {
      return new Started(null, begun.initiator() + " may not start operations any more");
    }
    String key = "quarantine/%s/%s/%d".formatted(over.quarantine(), over.server(), over.attempt());
    try {
      return new Started(starts.start(request(over), initiator.get(), key), null);
    } catch (ApiException e) {
      if (e.problem().status() >= 500) {
        throw e;
      }
      return new Started(null, e.problem().inOneLine());
    }
  }

  private ObjectNode request(Expired over) {
    ObjectNode request = json.createObjectNode();
    request.put("type", "release");
    request.put("selector", ServerNames.within(over.server()));
    request
        .putObject("input")
        .put("container", over.container())
        .put("reason", "its quarantine has expired")
        .put("quarantine", over.quarantine());
    return request;
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
