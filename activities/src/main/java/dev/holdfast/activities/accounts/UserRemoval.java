package dev.holdfast.activities.accounts;

import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Resource.User;
import java.util.Objects;

/**
 * Removes a user. What is in its home is kept in an archive that only root can read, from which the
 * same user gets it back when the removal is undone.
 */
final class UserRemoval {
  private static final String KEPT =
      """
      kept=/var/lib/holdfast/homes/$name-$uid.tar gone=$home.holdfast-removed
      """;

  private UserRemoval() {}

  static String script(User there) {
    return "name=%s uid=%d home=%s owned=%s\n"
            .formatted(
                Quoting.quote(there.name()),
                Objects.requireNonNull(there.uid(), there.name()),
                Quoting.quote(String.valueOf(there.home())),
                there.createHome() ? "yes" : "")
        + KEPT
        + """
        if getent passwd "$name" >/dev/null; then
          [ "$(id -u "$name")" = "$uid" ] || fail "the user $name has another number than $uid now"
          running=$(ps -o pid=,comm= -u "$uid" | tr -s ' ' | tr '\\n' ',')
          [ -z "$running" ] || fail "the user $name runs processes:${running%,}; end them first"
          if [ -n "$owned" ] && [ -d "$home" ] && [ ! -L "$home" ]; then
            ! grep -Fq " $home/" /proc/self/mounts || fail "something is mounted in $home; unmount it first"
            [ "$(stat -c %u -- "$home")" = "$uid" ] || fail "$home does not belong to $name"
            mkdir -p /var/lib/holdfast/homes
            chmod 0700 /var/lib/holdfast/homes
            (umask 077; tar --numeric-owner --acls --xattrs --one-file-system -C "$home" -cf "$kept.new" .)
            sync "$kept.new"
            mv -f -- "$kept.new" "$kept"
            rm -rf --one-file-system -- "$gone"
            mv -T -- "$home" "$gone"
          fi
          userdel "$name" || {
            [ ! -d "$gone" ] || [ -e "$home" ] || mv -T -- "$gone" "$home"
            fail "the user $name could not be removed"
          }
        fi
        # Nothing is deleted but what was renamed once it was in the archive, also by an attempt before this one.
        [ -z "$owned" ] || rm -rf --one-file-system -- "$gone"
        ! getent passwd "$name" >/dev/null || fail "the user $name is still there"
        """;
  }

  /** Where a user with this name and number was removed, its home comes from the archive. */
  static String keptHome(User user) {
    return "uid=%d\n".formatted(Objects.requireNonNull(user.uid(), user.name()))
        + KEPT
        + "[ ! -f \"$kept\" ] || create=--no-create-home\n";
  }

  /** Gives a user who was made again its home. */
  static final String RESTORING =
      """
      if [ -f "$kept" ] && [ ! -d "$home" ]; then
        rm -rf -- "$home.holdfast"
        mkdir -m 0700 -- "$home.holdfast"
        tar --numeric-owner --acls --xattrs -C "$home.holdfast" -xpf "$kept"
        mv -T -- "$home.holdfast" "$home"
        rm -f -- "$kept"
      fi
      """;
}
