package dev.holdfast.activities.accounts;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource.Group;
import java.util.Optional;

/** Makes groups that are not there; one that is there stays as it is. */
public final class GroupHandler implements ResourceHandler<Group> {

  @Override
  public Optional<Change> compare(Group desired, Facts facts) {
    if (facts.groups().containsKey(desired.name())) {
      return Optional.empty();
    }
    String number = desired.gid() == null ? "the next free" : desired.gid().toString();
    return Optional.of(
        Changes.of(
            "Create group " + desired.name(),
            Change.Risk.LOW,
            Diffs.unified(
                "group " + desired.name(),
                null,
                "gid: %s%s\n".formatted(number, desired.system() ? " (system)" : "")),
            null,
            desired));
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
}
