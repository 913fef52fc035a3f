package dev.holdfast.activities.accounts;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Resource.User;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes users, and gives those that are there the home, shell and groups that they lack. */
public final class UserHandler implements ResourceHandler<User> {
  private static final int FIRST_LOGIN_ID = 1000;

  @Override
  public Optional<Change> compare(User desired, Facts facts) {
    Facts.User present = facts.users().get(desired.name());
    if (present == null) {
      return Optional.of(creation(desired));
    }
    User before = before(present);
    User after = after(desired, before, present, facts);
    return after.equals(before) ? Optional.empty() : Optional.of(update(before, desired, after));
  }

  static Change creation(User desired) {
    return Changes.of(
        "Create user " + desired.name(),
        Change.Risk.MEDIUM,
        Diffs.unified("user " + desired.name(), null, text(created(desired))),
        null,
        desired);
  }

  static Change update(User before, User desired, User after) {
    return Changes.of(
        "Change user " + desired.name(),
        Change.Risk.MEDIUM,
        Diffs.unified("user " + desired.name(), text(before), text(after)),
        before,
        desired);
  }

  static User created(User desired) {
    return new User(
        desired.name(),
        desired.uid(),
        desired.home() != null ? desired.home() : newHome(desired),
        desired.shell() != null ? desired.shell() : newShell(desired),
        desired.groups(),
        desired.system(),
        desired.createHome());
  }

  static User before(Facts.User present) {
    TreeSet<String> groups = new TreeSet<>(present.groups());
    groups.remove(present.primaryGroup());
    return new User(
        present.name(),
        present.uid(),
        present.home(),
        present.shell(),
        List.copyOf(groups),
        present.uid() < FIRST_LOGIN_ID,
        present.homeExists());
  }

  private static User after(User desired, User before, Facts.User present, Facts facts) {
    TreeSet<String> groups = new TreeSet<>(before.groups());
    desired.notGroups().forEach(groups::remove);
    desired.groups().stream()
        .filter(group -> !present.in(group, facts.groups().get(group)))
        .forEach(groups::add);
    return new User(
        before.name(),
        before.uid(),
        or(desired.home(), before.home()),
        or(desired.shell(), before.shell()),
        List.copyOf(groups),
        before.system(),
        before.createHome() || desired.createHome());
  }

  private static @Nullable String or(@Nullable String wanted, @Nullable String present) {
    return wanted != null ? wanted : present;
  }

  private static String newHome(User user) {
    return user.system() ? "/nonexistent" : "/home/" + user.name();
  }

  private static String newShell(User user) {
    return user.system() ? "/usr/sbin/nologin" : "/bin/bash";
  }

  static String text(User user) {
    return """
    uid: %s%s
    home: %s%s
    shell: %s
    groups: %s
    """
        .formatted(
            user.uid() == null ? "the next free" : user.uid().toString(),
            user.system() ? " (system)" : "",
            user.home(),
            user.createHome() ? "" : " (no directory)",
            user.shell(),
            String.join(", ", user.groups()));
  }

  /** A new user has no password: {@code *}, for with {@code !} sshd without PAM lets nobody in. */
  @Override
  public String apply(User desired) {
    User created = created(desired);
    boolean returning = desired.createHome() && desired.uid() != null;
    return """
    name=%s home=%s shell=%s groups=%s create=%s
    %sif ! getent passwd "$name" >/dev/null; then
      [ -x "$shell" ] || fail "the shell $shell is not there"
      if getent group "$name" >/dev/null; then set -- --gid "$name"; else set -- --user-group; fi
      useradd "$@" %s%s"$create" --password '*' --home-dir "$home" --shell "$shell" "$name"
    fi
    """
            .formatted(
                Quoting.quote(desired.name()),
                Quoting.quote(String.valueOf(created.home())),
                Quoting.quote(String.valueOf(created.shell())),
                Quoting.quote(String.join(",", desired.groups())),
                desired.createHome() ? "--create-home" : "--no-create-home",
                returning ? UserRemoval.keptHome(desired) : "",
                desired.system() ? "--system " : "",
                desired.uid() == null ? "" : "--uid " + desired.uid() + " ")
        + (returning ? UserRemoval.RESTORING : "")
        + (desired.home() == null
            ? ""
            : """
            [ "$(getent passwd "$name" | cut -d: -f6)" = "$home" ] || usermod --home "$home" "$name"
            """)
        + (desired.shell() == null
            ? ""
            : """
            [ -x "$shell" ] || fail "the shell $shell is not there"
            [ "$(getent passwd "$name" | cut -d: -f7)" = "$shell" ] || usermod --shell "$shell" "$name"
            """)
        + (desired.createHome()
            ? """
            home=$(getent passwd "$name" | cut -d: -f6)
            if [ ! -d "$home" ]; then
              mkdir -p -- "$(dirname "$home")"
              mkdir -m 0700 -- "$home"
              chown -h "$name:$(id -g "$name")" "$home"
            fi
            """
            : "")
        + (desired.groups().isEmpty()
            ? ""
            : """
            # By number: two names may have one.
            in_group() {
              number=$(getent group "$1" | cut -d: -f3)
              [ -n "$number" ] || fail "the group $1 is not there"
              case " $(id -G "$name") " in *" $number "*) ;; *) return 1 ;; esac
            }
            for group in $(printf %s "$groups" | tr , ' '); do
              in_group "$group" || usermod --append --groups "$group" "$name"
              in_group "$group" || fail "$name is still not in the group $group"
            done
            """)
        + (desired.notGroups().isEmpty()
            ? ""
            : """
            for group in %s; do
              ! getent group "$group" | cut -d: -f4 | tr , '\\n' | grep -Fqx -- "$name" || gpasswd -d "$name" "$group"
            done
            """
                .formatted(Quoting.quote(desired.notGroups())))
        + """
        id "$name" >/dev/null || fail "the user $name is still not there"
        """;
  }

  @Override
  public String remove(User there) {
    return UserRemoval.script(there);
  }

  @Override
  public Guard guard(Change change, LoginAccount login) {
    return login.needs(change.resource()) ? Guard.ofAccount(login.user()) : Guard.NONE;
  }

  @Override
  public FactsQuery query(User user) {
    return FactsQuery.users(List.of(user.name())).and(FactsQuery.groups(user.groups()));
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    return UserUndo.of(change, context);
  }
}
