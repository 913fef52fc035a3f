package dev.holdfast.api.operations;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Cancels, pauses and resumes operations; answers with the operation as it is then. */
@RestController
@RequestMapping("/api/v1/operations/{id}")
final class SteeringController {
  private final Steerer steerer;
  private final OperationDocuments documents;

  SteeringController(Steerer steerer, OperationDocuments documents) {
    this.steerer = steerer;
    this.documents = documents;
  }

  @PostMapping("/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  OperationDocument cancel(@PathVariable String id) {
    Actions.onOperation(id, null, "ops cancel " + id);
    steerer.cancel(id);
    return documents.get(id);
  }

  @PostMapping("/pause")
  OperationDocument pause(
      @PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onOperation(id, null, "ops pause " + id);
    steerer.update(id, id, "pause", caller.name());
    return documents.get(id);
  }

  @PostMapping("/resume")
  OperationDocument resume(
      @PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onOperation(id, null, "ops resume " + id);
    steerer.update(id, id, "resume", caller.name());
    return documents.get(id);
  }
}
