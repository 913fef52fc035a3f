package dev.holdfast.activities.accounts;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.AuthorizedKeyLine;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource.AuthorizedKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Adds public keys to {@code ~/.ssh/authorized_keys}.
 *
 * <p>The file belongs to the user, who may put a symbolic link in its place at any moment: it is
 * only ever touched with that user's own rights.
 */
public final class AuthorizedKeysHandler implements ResourceHandler<AuthorizedKeys> {

  @Override
  public Optional<Change> compare(AuthorizedKeys desired, Facts facts) {
    Facts.Keys present =
        facts.keys().getOrDefault(desired.user(), new Facts.Keys(List.of(), null, null, null));
    List<String> there = new ArrayList<>(present.lines());
    Facts.Login login = facts.logins().get(desired.user());
    if (login != null) {
      there.addAll(login.elsewhere());
    }
    List<String> missing =
        desired.lines().stream()
            .filter(line -> there.stream().noneMatch(other -> holds(other, blob(line))))
            .toList();
    List<String> lines = new ArrayList<>(present.lines());
    lines.addAll(missing);
    AuthorizedKeys before =
        new AuthorizedKeys(
            desired.user(), present.lines(), present.directoryMode(), present.fileMode());
    AuthorizedKeys after =
        new AuthorizedKeys(desired.user(), lines, desired.directoryMode(), desired.fileMode());
    boolean elsewhere = missing.isEmpty() && present.fileMode() == null;
    if (after.equals(before) || elsewhere) {
      return Optional.empty();
    }
    return Optional.of(
        Changes.of(
            "Authorize keys of " + desired.user(),
            Change.Risk.MEDIUM,
            Diffs.unified(
                "~%s/.ssh/authorized_keys".formatted(desired.user()),
                present.fileMode() == null ? null : text(before),
                text(after)),
            present.directoryMode() == null && present.fileMode() == null ? null : before,
            new AuthorizedKeys(
                desired.user(), missing, desired.directoryMode(), desired.fileMode())));
  }

  /** Whether sshd takes a line for this key; what its options keep from it is refused before. */
  private static boolean holds(String line, String blob) {
    return AuthorizedKeyLine.parse(line)
        .filter(key -> key.base64().equals(blob) && !key.authority())
        .isPresent();
  }

  private static String blob(String line) {
    return line.split(" ", 3)[1];
  }

  private static String text(AuthorizedKeys keys) {
    return "modes: directory %s, file %s\n%s\n"
        .formatted(
            orNone(keys.directoryMode()), orNone(keys.fileMode()), String.join("\n", keys.lines()));
  }

  private static String orNone(@Nullable String mode) {
    return mode == null ? "none" : mode;
  }

  @Override
  public String apply(AuthorizedKeys desired) {
    String wanted =
        desired.lines().stream()
            .map(line ->
                "want %s %s %s\n"
                    .formatted(
                        Quoting.quote(line.split(" ", 2)[0]),
                        Quoting.quote(blob(line)),
                        Quoting.quote(line)))
            .collect(Collectors.joining());
    return """
    name=%s
    entry=$(getent passwd "$name") || fail "the user $name is not there"
    uid=$(printf %%s "$entry" | cut -d: -f3) gid=$(printf %%s "$entry" | cut -d: -f4)
    home=$(printf %%s "$entry" | cut -d: -f6)
    [ -d "$home" ] || fail "the home directory $home of $name is not there"
    if [ "$uid" = 0 ]; then
      set --
    elif command -v setpriv >/dev/null; then
      set -- setpriv --reuid "$uid" --regid "$gid" --clear-groups --no-new-privs --
    else
      set -- runuser -u "$name" --
    fi
    cd /
    "$@" sh -s -- "$home" <<'HOLDFAST'
    %s%sHOLDFAST
    """
        .formatted(Quoting.quote(desired.user()), AS_USER, wanted + INTO_PLACE);
  }

  private static final String AS_USER =
      """
      set -eu
      umask 077
      d=$1/.ssh f=$1/.ssh/authorized_keys
      [ ! -L "$d" ] || { echo "$d is a symbolic link: nothing was written" >&2; exit 65; }
      [ -d "$d" ] || mkdir -- "$d"
      cd -P -- "$d"
      [ "$(stat -c %u .)" = "$(id -u)" ] || { echo "$d belongs to another user: nothing was written" >&2; exit 65; }
      [ ! -L authorized_keys ] || { echo "$f is a symbolic link: nothing was written" >&2; exit 65; }
      [ "$(stat -c %a .)" = 700 ] || chmod 0700 .
      new=$(mktemp .authorized_keys.XXXXXX)
      trap 'rm -f -- "$new"' EXIT
      if [ -f authorized_keys ]; then
        cat authorized_keys >"$new"
        [ -z "$(tail -c 1 "$new")" ] || echo >>"$new"
      fi
      # want TYPE BASE64 LINE: a line that begins with this key, or a new one
      want() {
        awk -v type="$1" -v key="$2" '$1 == type && $2 == key { found = 1 } END { exit !found }' "$new" ||
          printf '%s\\n' "$3" >>"$new"
      }
      """;

  private static final String INTO_PLACE =
      """
      chmod 0600 "$new"
      if [ -f authorized_keys ] && cmp -s "$new" authorized_keys; then
        [ "$(stat -c %a authorized_keys)" = 600 ] || chmod 0600 authorized_keys
      else
        sync "$new"
        mv -f -- "$new" authorized_keys
      fi
      [ "$(stat -c %a . authorized_keys | tr '\\n' ' ')" = '700 600 ' ] || { echo "the modes of $f did not change" >&2; exit 65; }
      """;
}
