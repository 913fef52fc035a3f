package dev.holdfast.activities.change;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.activities.access.AccessReader;
import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.files.HiddenFiles;
import dev.holdfast.activities.secret.SecretVariables;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.DesiredState;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.RemainingAccess;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes plans: facts, desired state, the difference. */
final class Planner {
  private final FactsReader facts;
  private final AccessReader access;
  private final ServersBehind behind;
  private final HiddenFiles hidden;
  private final SecretVariables variables;
  private final ObjectMapper json;

  Planner(
      FactsReader facts,
      AccessReader access,
      ServersBehind behind,
      HiddenFiles hidden,
      SecretVariables variables,
      ObjectMapper json) {
    this.facts = facts;
    this.access = access;
    this.behind = behind;
    this.hidden = hidden;
    this.variables = variables;
    this.json = json;
  }

  /**
   * The plan of a server.
   *
   * @throws IllegalArgumentException if the input is not what the desired state reads, or refers to
   *     something that is no secret
   */
  <I> Plan plan(Step step, Server server, DesiredState<I> state, Object given) {
    I input = json.convertValue(given, state.inputType());
    Facts found =
        facts.read(server, state.query(input).and(FactsQuery.users(List.of(server.user()))));
    DesiredState.Desired desired = state.desired(input, found, server);
    List<String> refusals = new ArrayList<>(desired.refusals());
    refusals.addAll(state.cutsOff(input, server, behind.of(server.name())));
    List<List<Optional<Change>>> compared =
        desired.groups().stream()
            .map(group ->
                group.resources().stream()
                    .map(resource -> variables.desired(step, hidden.desired(step, resource)))
                    .map(resource -> Handlers.compare(resource, found))
                    .toList())
            .toList();
    // After all of them: a secret may be used here for the first time, and stand in another file.
    HiddenFiles.Concealment concealment = hidden.of(server.name());
    List<Plan.Group> groups = new ArrayList<>();
    int unchanged = 0;
    for (int i = 0; i < compared.size(); i++) {
      DesiredState.Group group = desired.groups().get(i);
      List<Change> changes =
          compared.get(i).stream().flatMap(Optional::stream).map(concealment::of).toList();
      unchanged += compared.get(i).size() - changes.size();
      if (!changes.isEmpty()) {
        groups.add(
            new Plan.Group(
                group.key(), group.title(), group.confirmWithinSeconds(), changes, group.after()));
      }
    }
    // What is refused anyway is not worth a second look, and may be no configuration at all.
    RemainingAccess ways = refusals.isEmpty() ? access(server, groups) : null;
    if (ways != null) {
      refusals.addAll(state.locksOut(input, server, ways));
    }
    List<String> loosened = groups.isEmpty() ? List.of() : desired.loosened();
    return Plan.of(server.name(), groups, unchanged, refusals, ways, loosened)
        .noting(desired.notes());
  }

  /** Who loses access; null where sshd stays as it is. */
  @Nullable RemainingAccess access(Server server, List<Plan.Group> groups) {
    return groups.stream()
        .flatMap(group -> group.changes().stream())
        .map(Change::resource)
        .filter(Resource.Sshd.class::isInstance)
        .map(Resource.Sshd.class::cast)
        .findFirst()
        .map(sshd -> access.read(server, sshd))
        .orElse(null);
  }
}
