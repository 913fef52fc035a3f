package dev.holdfast.platform.identity;

import dev.holdfast.platform.identity.Resource.Target;
import dev.holdfast.platform.identity.Subject.Held;
import java.util.List;

/** Decides by what is granted: a permission, good for some servers or for all. */
public final class RoleAuthorisation implements Authorisation {

  @Override
  public Decision decide(
      Subject subject, Permission action, Resource resource, Environment environment) {
    List<Held> fitting =
        subject.held().stream().filter(held -> held.permission().covers(action)).toList();
    return switch (resource) {
      case Resource.Platform() ->
          decide(fitting.stream().anyMatch(Held::everywhere), action, fitting);
      case Resource.Unscoped() ->
          decide(!fitting.isEmpty() || holds(subject, action.own()), action, fitting);
      case Resource.Servers(List<Target> targets) -> onServers(action, fitting, targets);
      case Resource.Operation(String initiator, List<Target> targets) ->
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
