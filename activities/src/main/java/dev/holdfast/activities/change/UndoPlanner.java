package dev.holdfast.activities.change;

import dev.holdfast.activities.facts.FactsReader;
import dev.holdfast.activities.files.HiddenFiles;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.platform.change.Ledger;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.DockerSettingsResource;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.RemainingAccess;
import dev.holdfast.schemas.change.Resource;
import dev.holdfast.schemas.change.UnitResource;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.undo.UndoInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan that undoes what an operation has changed on a server: the inverses of the changes
 * in its ledger, the last one first, as far as the server is still as they left it.
 */
final class UndoPlanner {
  private static final int CONFIRM_WITHIN_SECONDS = 60;

  /** Services may take their time to start, as when the change was made. */
  private static final int SERVICES_WITHIN_SECONDS = 300;

  private static final int NAMED = 3;

  private final FactsReader facts;
  private final Ledger ledger;
  private final HiddenFiles hidden;
  private final BiFunction<Server, List<Plan.Group>, @Nullable RemainingAccess> access;

  /**
   * @param access who loses which way into the server by a plan
   */
  UndoPlanner(
      FactsReader facts,
      Ledger ledger,
      HiddenFiles hidden,
      BiFunction<Server, List<Plan.Group>, @Nullable RemainingAccess> access) {
    this.facts = facts;
    this.ledger = ledger;
    this.hidden = hidden;
    this.access = access;
  }

  Plan plan(Server server, UndoInput input) {
    List<Change> made =
        ledger.changes(input.operation(), server.name()).stream()
            .filter(change -> input.changes().isEmpty() || input.changes().contains(change.id()))
            .toList()
            .reversed();
    List<String> refusals = new ArrayList<>();
    Set<String> ids = made.stream().map(Change::id).collect(Collectors.toSet());
    input.changes().stream()
        .filter(id -> !ids.contains(id))
        .map(id -> "%s has made no change %s on %s".formatted(input.operation(), id, server.name()))
        .forEach(refusals::add);
    if (made.isEmpty()) {
      return Plan.of(server.name(), List.of(), 0, refusals);
    }
    FactsQuery query = FactsQuery.users(List.of(server.user()));
    for (Change change : made) {
      query = query.and(Handlers.query(change));
    }
    var context =
        new Inverse.Context(
            facts.read(server, query), server.user(), leaving(made), returning(made));
    Set<String> first = before(input, server);
    HiddenFiles.Concealment concealment = hidden.of(server.name());
    List<Change> changes = new ArrayList<>();
    Map<String, List<String>> refused = new LinkedHashMap<>();
    int unchanged = 0;
    for (Change change : made) {
      if (first.contains(change.id())) {
        continue;
      }
      switch (Handlers.undo(hidden.undoable(change, context.facts()), context)) {
        case Inverse.By(Change undo) -> changes.add(concealment.of(change, undo));
        case Inverse.Nothing _ -> unchanged++;
        case Inverse.Refused(String why) ->
            refused.computeIfAbsent(why, _ -> new ArrayList<>()).add(change.id());
      }
    }
    refused.forEach(
        (why, these) -> refusals.add("%s cannot be undone: %s".formatted(listed(these), why)));
    List<String> notes =
        made.stream()
            .map(Change::id)
            .filter(first::contains)
            .map(id ->
                "%s until what changed it later is undone; then it is as it was before %s"
                    .formatted(id, input.operation()))
            .toList();
    LoginAccount login = LoginAccount.of(server.user(), context.facts());
    List<Plan.Group> groups = groups(changes, change -> !Handlers.guard(change, login).isNone());
    return Plan.of(
            server.name(),
            groups,
            unchanged,
            refusals,
            refusals.isEmpty() ? access.apply(server, groups) : null)
        .noting(notes);
  }

  /**
   * What operations have changed here that are undone first: how they leave it is not known yet.
   */
  private Set<String> before(UndoInput input, Server server) {
    return input.after().stream()
        .flatMap(operation -> ledger.changes(operation, server.name()).stream())
        .map(Change::id)
        .collect(Collectors.toSet());
  }

  /** The first few of them: there may be hundreds, all for one reason. */
  private static String listed(List<String> changes) {
    return String.join(", ", changes.subList(0, Math.min(changes.size(), NAMED)))
        + (changes.size() > NAMED ? " and %d more".formatted(changes.size() - NAMED) : "");
  }

  /** The memberships that end when the changes are undone that began them. */
  private static Map<String, Set<String>> leaving(List<Change> made) {
    Map<String, Set<String>> leaving = new TreeMap<>();
    for (Change change : made) {
      if (change.desired() instanceof Resource.User user) {
        Set<String> begun = new TreeSet<>(user.groups());
        if (change.before() instanceof Resource.User before) {
          before.groups().forEach(begun::remove);
        }
        begun.forEach(
            group -> leaving.computeIfAbsent(group, _ -> new TreeSet<>()).add(user.name()));
      }
    }
    return leaving;
  }

  private static Set<String> returning(List<Change> made) {
    return made.stream()
        .filter(change -> change.action() == Change.Action.REMOVE)
        .map(Change::before)
        .filter(Resource.User.class::isInstance)
        .map(user -> ((Resource.User) user).name())
        .collect(Collectors.toSet());
  }

  /** In their order; those that could cut us off are confirmed, each run of them by itself. */
  private static List<Plan.Group> groups(List<Change> changes, Predicate<Change> guarded) {
    List<Plan.Group> groups = new ArrayList<>();
    List<Change> run = new ArrayList<>();
    for (Change change : changes) {
      if (!run.isEmpty() && guarded.test(run.getFirst()) != guarded.test(change)) {
        groups.add(group(groups.size() + 1, run, guarded.test(run.getFirst())));
        run = new ArrayList<>();
      }
      run.add(change);
    }
    if (!run.isEmpty()) {
      groups.add(group(groups.size() + 1, run, guarded.test(run.getFirst())));
    }
    return groups;
  }

  private static Plan.Group group(int number, List<Change> changes, boolean guarded) {
    String key = "undo-" + number;
    if (!guarded) {
      return new Plan.Group(key, "Undo changes", 0, changes);
    }
    List<Change> services = changes.stream().filter(UndoPlanner::ofService).toList();
    return new Plan.Group(
        key,
        services.equals(changes) ? "Undo changes of services" : "Undo what decides who gets in",
        services.isEmpty() ? CONFIRM_WITHIN_SECONDS : SERVICES_WITHIN_SECONDS,
        changes);
  }

  private static boolean ofService(Change change) {
    return change.resource() instanceof UnitResource
        || change.resource() instanceof DockerSettingsResource;
  }
}
