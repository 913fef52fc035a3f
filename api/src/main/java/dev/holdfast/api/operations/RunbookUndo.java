package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The undo of a runbook is a runbook: each of its steps undoes an operation that the first one has
 * started, the last one first. So each plan is made when what came after is undone already.
 */
@Component
final class RunbookUndo {
  private static final String READ = "operations:read";
  private static final int LONGEST_NAME = 60;

  private final CallerAccess access;
  private final Operations operations;
  private final RunbookParts parts;
  private final JsonMapper json;

  RunbookUndo(CallerAccess access, Operations operations, RunbookParts parts, JsonMapper json) {
    this.access = access;
    this.operations = operations;
    this.parts = parts;
    this.json = json;
  }

  /**
   * The request that undoes a runbook; empty where the request is another one.
   *
   * @throws ApiException with every reason why it cannot be undone
   */
  Optional<StartRequest> unfold(StartRequest request, Caller caller) {
    if (!UndoOperation.TYPE.name().equals(request.type())) {
      return Optional.empty();
    }
    JsonNode input = AskedInput.of(request).alone();
    String id = input.path("operation").asString("");
    // One that the caller may not see is answered like one that there is not.
    return operations
        .find(id)
        .filter(found -> found.type().equals(RunbookOperation.TYPE.name()))
        .filter(_ -> access.toOperations(caller, READ, List.of(id)).test(id))
        .map(runbook ->
            request.as(RunbookOperation.TYPE.name(), definition(runbook, input, caller)));
  }

  private JsonNode definition(StoredOperation runbook, JsonNode asked, Caller caller) {
    requireEnded(runbook);
    if (!asked.path("changes").isEmpty()) {
      throw ApiException.invalid(
          "input.changes",
          "are those of one operation; undo the operation that made them by itself (./holdfast ops"
              + " show %s lists those of the runbook)".formatted(runbook.id()));
    }
    List<RunbookParts.Part> all = parts.of(runbook, caller);
    List<RunbookParts.Part> wanted = without(leave(asked), all);
    List<FieldError> refused = refused(wanted);
    if (!refused.isEmpty()) {
      throw ApiException.invalid(refused);
    }
    List<RunbookParts.Part> undone =
        wanted.stream().filter(part -> !part.inPlace().isEmpty()).toList().reversed();
    if (undone.isEmpty()) {
      throw ApiException.invalid(
          "input.operation", runbook.id() + " has changed nothing that is in place and not left");
    }
    return input(runbook, undone);
  }

  private static void requireEnded(StoredOperation runbook) {
    if (runbook.dryRun()) {
      throw ApiException.invalid(
          "input.operation", runbook.id() + " was a dry run: it has changed nothing");
    }
    if (runbook.endedAt() == null) {
      throw ApiException.invalid(
          "input.operation",
          "%1$s has not ended yet; wait for it, or cancel it with ./holdfast ops cancel %1$s"
              .formatted(runbook.id()));
    }
  }

  private static Set<String> leave(JsonNode asked) {
    Set<String> leave = new TreeSet<>();
    asked.path("leave").forEach(step -> leave.add(step.asString("")));
    return leave;
  }

  private static List<RunbookParts.Part> without(Set<String> leave, List<RunbookParts.Part> parts) {
    Set<String> unknown = new TreeSet<>(leave);
    parts.forEach(part -> unknown.removeIf(part::isOf));
    if (!unknown.isEmpty()) {
      throw ApiException.invalid(
          "input.leave",
          "'%s' has started nothing; there are %s"
              .formatted(
                  String.join("', '", unknown),
                  parts.stream()
                      .map(RunbookParts.Part::step)
                      .distinct()
                      .collect(Collectors.joining(", "))));
    }
    return parts.stream().filter(part -> leave.stream().noneMatch(part::isOf)).toList();
  }

  private static List<FieldError> refused(List<RunbookParts.Part> parts) {
    return parts.stream()
        .flatMap(part -> part.refusal().stream())
        .map(why -> new FieldError("input.operation", why))
        .toList();
  }

  private ObjectNode input(StoredOperation runbook, List<RunbookParts.Part> undone) {
    String name = parts.name(runbook);
    ObjectNode definition = json.createObjectNode();
    definition.put("name", cut("undo-" + name));
    definition.put("title", "Undo %s (%s)".formatted(runbook.id(), name));
    ArrayNode steps = definition.putArray("steps");
    Set<String> servers = servers(runbook.id());
    List<RunbookParts.Part> before = new ArrayList<>();
    for (RunbookParts.Part part : undone) {
      steps.add(step(part, before, servers));
      before.add(part);
    }
    ObjectNode input = json.createObjectNode();
    input.set("definition", definition);
    input.set("inputs", json.createObjectNode());
    return input;
  }

  private ObjectNode step(
      RunbookParts.Part part, List<RunbookParts.Part> before, Set<String> servers) {
    ObjectNode step = json.createObjectNode();
    step.put("id", id(before.size() + 1));
    step.put("operation", UndoOperation.TYPE.name());
    Set<String> ran = servers(part.operation().id());
    if (!ran.equals(servers)) {
      step.put("servers", String.join(",", ran));
    }
    step.set("input", json.createObjectNode().put("operation", part.operation().id()));
    // A dry run cannot plan what depends on a step that it does not make.
    ArrayNode when = json.createArrayNode();
    for (int i = 0; i < before.size(); i++) {
      if (overlap(part, before.get(i))) {
        when.add("steps.%s.failed == 0".formatted(id(i + 1)));
      }
    }
    if (!when.isEmpty()) {
      step.set("when", when);
    }
    return step;
  }

  private static boolean overlap(RunbookParts.Part one, RunbookParts.Part other) {
    Set<String> both = new HashSet<>(one.inPlace());
    both.retainAll(other.inPlace());
    return !both.isEmpty();
  }

  private static String id(int number) {
    return "undo-" + number;
  }

  private static String cut(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }

  /** As they are named within their organisation, in order. */
  private Set<String> servers(String operation) {
    return operations.servers(operation).stream()
        .map(OperationServer::name)
        .map(ServerNames::within)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
