package dev.holdfast.platform.identity;

import dev.holdfast.platform.identity.ResourceScope.Target;
import dev.holdfast.platform.identity.Subject.Held;
import java.util.List;

/** Decides by what is granted: a permission, good for some servers or for all. */
public final class RoleAuthorisation implements Authorisation {

  @Override
  public Decision decide(
      Subject subject, Permission action, ResourceScope resource, Environment environment) {
    List<Held> fitting =
        subject.held().stream().filter(held -> held.permission().covers(action)).toList();
    return switch (resource) {
      case ResourceScope.Platform() ->
          decide(fitting.stream().anyMatch(Held::everywhere), action, fitting);
      case ResourceScope.Unscoped() ->
          decide(!fitting.isEmpty() || holds(subject, action.own()), action, fitting);
      case ResourceScope.Servers(List<Target> targets) -> onServers(action, fitting, targets);
      case ResourceScope.Operation(String initiator, List<Target> targets) ->
          initiator.equals(subject.user()) && holds(subject, action.own())
              ? new Decision.Allowed()
              : onServers(action, fitting, targets);
    };
  }

  private static boolean holds(Subject subject, Permission wanted) {
    return subject.held().stream().anyMatch(held -> held.permission().covers(wanted));
  }

  private static Decision decide(boolean allowed, Permission action, List<Held> fitting) {
    return allowed
        ? new Decision.Allowed()
        : new Decision.Denied(action, List.of(), !fitting.isEmpty());
  }

  private static Decision onServers(Permission action, List<Held> fitting, List<Target> targets) {
    if (targets.isEmpty() || fitting.isEmpty()) {
      // What concerns no server in particular may concern them all.
      return decide(fitting.stream().anyMatch(Held::everywhere), action, fitting);
    }
    List<String> outside =
        targets.stream()
            .filter(target -> fitting.stream().noneMatch(held -> reaches(held, target)))
            .map(Target::name)
            .toList();
    return outside.isEmpty() ? new Decision.Allowed() : new Decision.Denied(action, outside, true);
  }

  private static boolean reaches(Held held, Target target) {
    return held.everywhere()
        || (target.known() && held.scope().matches(target.name(), target.labels()));
  }
}
