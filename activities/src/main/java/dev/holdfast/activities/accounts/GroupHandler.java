package dev.holdfast.activities.accounts;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.Resource.Group;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes groups that are not there, and removes those; one that is there stays as it is. */
public final class GroupHandler implements ResourceHandler<Group> {

  @Override
  public Optional<Change> compare(Group desired, Facts facts) {
    if (facts.groups().containsKey(desired.name())) {
      return Optional.empty();
    }
    return Optional.of(creation(desired));
  }

  private static Change creation(Group desired) {
    return Changes.of(
        "Create group " + desired.name(),
        Change.Risk.LOW,
        Diffs.unified("group " + desired.name(), null, text(desired)),
        null,
        desired);
  }

  private static String text(Group group) {
    String number = group.gid() == null ? "the next free" : group.gid().toString();
    return "gid: %s%s\n".formatted(number, group.system() ? " (system)" : "");
  }

  @Override
  public String apply(Group desired) {
    return """
    name=%s
    getent group "$name" >/dev/null || groupadd %s%s"$name"
    getent group "$name" >/dev/null || fail "the group $name is still not there"
    """
        .formatted(
            Quoting.quote(desired.name()),
            desired.system() ? "--system " : "",
            desired.gid() == null ? "" : "--gid " + desired.gid() + " ");
  }

  @Override
  public String remove(Group there) {
    return """
    name=%s
    if entry=$(getent group "$name"); then
      members=$(printf %%s "$entry" | cut -d: -f4)
      [ -z "$members" ] || fail "the group $name has members: $members"
      groupdel "$name"
    fi
    ! getent group "$name" >/dev/null || fail "the group $name is still there"
    """
        .formatted(Quoting.quote(there.name()));
  }

  @Override
  public FactsQuery query(Group group) {
    return FactsQuery.groups(List.of(group.name()));
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    Group group = (Group) change.resource();
    Facts.Group present = context.facts().groups().get(group.name());
    if (change.action() == Change.Action.REMOVE) {
      return present == null ? new Inverse.By(creation(group)) : Inverse.NOTHING;
    }
    if (present == null) {
      return Inverse.NOTHING;
    }
    Set<String> members = new TreeSet<>(present.members());
    members.removeAll(context.leaving().getOrDefault(group.name(), Set.of()));
    members.remove("");
    if (!members.isEmpty()) {
      return new Inverse.Refused(
          "the group %s has members: %s; take them out of it first"
              .formatted(group.name(), String.join(", ", members)));
    }
    Group there = new Group(group.name(), present.gid(), group.system());
    return new Inverse.By(
        Changes.removal(
            "Remove group " + group.name(),
            Change.Risk.MEDIUM,
            Diffs.unified("group " + group.name(), text(there), null),
            there));
  }
}
