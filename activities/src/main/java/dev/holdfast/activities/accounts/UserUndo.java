package dev.holdfast.activities.accounts;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource.User;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How changes of users are undone. */
final class UserUndo {
  private UserUndo() {}

  static Inverse of(Change change, Inverse.Context context) {
    User user = (User) change.resource();
    User before = (User) change.before();
    Facts.User there = context.facts().users().get(user.name());
    if (change.action() == Change.Action.REMOVE) {
      return there == null
          ? new Inverse.By(UserHandler.creation(Objects.requireNonNull(before)))
          : Inverse.NOTHING;
    }
    if (there == null) {
      return before == null
          ? Inverse.NOTHING
          : new Inverse.Refused("the user " + user.name() + " has been removed since");
    }
    if (before == null && user.name().equals(context.loginUser())) {
      return new Inverse.Refused(
          "%s is the user that Holdfast logs in as: register the server with another user first"
              .formatted(user.name()));
    }
    User present = UserHandler.before(there);
    return before == null ? removal(user, there, present) : restoration(before, user, present);
  }

  /** Of a user that was created. */
  private static Inverse removal(User desired, Facts.User there, User present) {
    User created = UserHandler.created(desired);
    Set<String> more = new TreeSet<>(present.groups());
    created.groups().forEach(more::remove);
    if (!Objects.equals(present.home(), created.home())
        || !Objects.equals(present.shell(), created.shell())
        || !more.isEmpty()) {
      return Inverse.changedSince("the user " + desired.name());
    }
    User gone =
        new User(
            present.name(),
            present.uid(),
            present.home(),
            present.shell(),
            present.groups(),
            desired.system(),
            desired.createHome() && there.homeExists());
    return new Inverse.By(
        Changes.removal(
            "Remove user "
                + desired.name()
                + (gone.createHome() ? "; its home is kept in /var/lib/holdfast/homes" : ""),
            Change.Risk.MEDIUM,
            Diffs.unified("user " + desired.name(), UserHandler.text(gone), null),
            gone));
  }

  /** Of a user that was changed. */
  private static Inverse restoration(User before, User desired, User present) {
    if (!before.createHome() && desired.createHome() && present.createHome()) {
      return new Inverse.Refused(
          "the home directory %s was made for %s: remove it by hand"
              .formatted(present.home(), present.name()));
    }
    if (moved(before.home(), desired.home(), present.home())
        || moved(before.shell(), desired.shell(), present.shell())) {
      return Inverse.changedSince("the user " + before.name());
    }
    TreeSet<String> gone = new TreeSet<>(desired.groups());
    before.groups().forEach(gone::remove);
    gone.retainAll(present.groups());
    TreeSet<String> back = new TreeSet<>(before.groups());
    back.retainAll(desired.notGroups());
    present.groups().forEach(back::remove);
    TreeSet<String> groups = new TreeSet<>(present.groups());
    groups.removeAll(gone);
    groups.addAll(back);
    User after =
        new User(
            present.name(),
            present.uid(),
            desired.home() == null ? present.home() : before.home(),
            desired.shell() == null ? present.shell() : before.shell(),
            List.copyOf(groups),
            present.system(),
            present.createHome());
    if (after.equals(present)) {
      return Inverse.NOTHING;
    }
    User wanted =
        new User(
            present.name(),
            null,
            desired.home() == null ? null : before.home(),
            desired.shell() == null ? null : before.shell(),
            List.copyOf(back),
            present.system(),
            false,
            List.copyOf(gone));
    return new Inverse.By(UserHandler.update(present, wanted, after));
  }

  private static boolean moved(
      @Nullable String before, @Nullable String desired, @Nullable String present) {
    return desired != null && !desired.equals(present) && !Objects.equals(before, present);
  }
}
