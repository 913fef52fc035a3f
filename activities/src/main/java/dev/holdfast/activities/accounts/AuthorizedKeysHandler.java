package dev.holdfast.activities.accounts;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.AuthorizedKeyLine;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.LoginAccount;
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
        change(
            "Authorize keys of " + desired.user(),
            before,
            after,
            new AuthorizedKeys(
                desired.user(), missing, desired.directoryMode(), desired.fileMode())));
  }

  private static Change change(
      String title, AuthorizedKeys before, AuthorizedKeys after, AuthorizedKeys desired) {
    return Changes.of(
        title,
        Change.Risk.MEDIUM,
        Diffs.unified(
            "~%s/.ssh/authorized_keys".formatted(desired.user()),
            before.fileMode() == null ? null : text(before),
            after.fileMode() == null ? null : text(after)),
        before.directoryMode() == null && before.fileMode() == null ? null : before,
        desired);
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
    String unwanted =
        desired.notLines().stream()
            .map(line -> "unwant %s\n".formatted(Quoting.quote(line)))
            .collect(Collectors.joining());
    String wanted =
        desired.lines().stream().map(AuthorizedKeysHandler::wanted).collect(Collectors.joining());
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
    "$@" sh -s -- "$home" %s %s <<'HOLDFAST'
    %s%sHOLDFAST
    """
        .formatted(
            Quoting.quote(desired.user()),
            Quoting.quote(mode(desired.directoryMode())),
            Quoting.quote(mode(desired.fileMode())),
            AS_USER,
            unwanted + wanted + INTO_PLACE);
  }

  /** A line with options is wanted as it is; a bare key is there whatever its comment says. */
  private static String wanted(String line) {
    boolean bare = AuthorizedKeyLine.parse(line).filter(key -> !key.options().isEmpty()).isEmpty();
    return bare
        ? "want %s %s %s\n"
            .formatted(
                Quoting.quote(line.split(" ", 2)[0]),
                Quoting.quote(blob(line)),
                Quoting.quote(line))
        : "want_line %s\n".formatted(Quoting.quote(line));
  }

  /** As {@code stat} shows it; empty for what is not there when it has nothing in it. */
  private static String mode(@Nullable String octal) {
    return octal == null ? "" : octal.replaceFirst("^0+(?=.)", "");
  }

  @Override
  public String remove(AuthorizedKeys there) {
    return apply(new AuthorizedKeys(there.user(), List.of(), null, null, there.lines()));
  }

  @Override
  public Guard guard(Change change, LoginAccount login) {
    return login.needs(change.resource()) ? Guard.ofAccount(login.user()) : Guard.NONE;
  }

  @Override
  public FactsQuery query(AuthorizedKeys keys) {
    return FactsQuery.keys(List.of(keys.user()));
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    AuthorizedKeys desired = (AuthorizedKeys) change.resource();
    Facts.Keys keys = context.facts().keys().get(desired.user());
    if (keys == null) {
      if (!context.returning().contains(desired.user())) {
        return Inverse.NOTHING;
      }
      keys = new Facts.Keys(List.of(), null, null, null);
    }
    if (keys.obstacle() != null) {
      return new Inverse.Refused(keys.obstacle());
    }
    AuthorizedKeys before =
        change.before() instanceof AuthorizedKeys there
            ? there
            : new AuthorizedKeys(desired.user(), List.of(), null, null);
    List<String> there = keys.lines();
    List<String> gone = desired.lines().stream().filter(there::contains).toList();
    List<String> back =
        desired.notLines().stream()
            .filter(before.lines()::contains)
            .filter(line -> !there.contains(line))
            .toList();
    List<String> lines = new ArrayList<>(there);
    lines.removeAll(gone);
    lines.addAll(back);
    AuthorizedKeys present =
        new AuthorizedKeys(desired.user(), keys.lines(), keys.directoryMode(), keys.fileMode());
    // What others have added since keeps the file, and its directory.
    boolean kept = !lines.isEmpty();
    AuthorizedKeys after =
        new AuthorizedKeys(
            desired.user(),
            lines,
            kept ? or(before.directoryMode(), keys.directoryMode()) : before.directoryMode(),
            kept ? or(before.fileMode(), keys.fileMode()) : before.fileMode());
    if (after.equals(present)) {
      return Inverse.NOTHING;
    }
    return new Inverse.By(
        change(
            "Restore keys of " + desired.user(),
            present,
            after,
            new AuthorizedKeys(
                desired.user(), back, after.directoryMode(), after.fileMode(), gone)));
  }

  private static @Nullable String or(@Nullable String before, @Nullable String present) {
    return before == null ? present : before;
  }

  private static final String AS_USER =
      """
      set -eu
      umask 077
      d=$1/.ssh f=$1/.ssh/authorized_keys dmode=$2 fmode=$3
      [ ! -L "$d" ] || { echo "$d is a symbolic link: nothing was written" >&2; exit 65; }
      [ -d "$d" ] || mkdir -- "$d"
      cd -P -- "$d"
      [ "$(stat -c %u .)" = "$(id -u)" ] || { echo "$d belongs to another user: nothing was written" >&2; exit 65; }
      [ ! -L authorized_keys ] || { echo "$f is a symbolic link: nothing was written" >&2; exit 65; }
      [ "$(stat -c %a .)" = "${dmode:-700}" ] || chmod "0${dmode:-700}" .
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
      # want_line LINE: this whole line
      want_line() {
        grep -Fqx -- "$1" "$new" || printf '%s\\n' "$1" >>"$new"
      }
      # unwant LINE: without this whole line
      unwant() {
        grep -Fvx -- "$1" "$new" >"$new.less" || :
        cat "$new.less" >"$new"
        rm -f -- "$new.less"
      }
      """;

  private static final String INTO_PLACE =
      """
      if [ -z "$fmode" ] && [ ! -s "$new" ]; then
        rm -f -- authorized_keys
        [ -n "$dmode" ] || { rm -f -- "$new"; cd /; rmdir -- "$d" 2>/dev/null || :; }
        exit 0
      fi
      fmode=${fmode:-600} dmode=${dmode:-700}
      chmod "0$fmode" "$new"
      if [ -f authorized_keys ] && cmp -s "$new" authorized_keys; then
        [ "$(stat -c %a authorized_keys)" = "$fmode" ] || chmod "0$fmode" authorized_keys
      else
        sync "$new"
        mv -f -- "$new" authorized_keys
      fi
      [ "$(stat -c %a . authorized_keys | tr '\\n' ' ')" = "$dmode $fmode " ] || { echo "the modes of $f did not change" >&2; exit 65; }
      """;
}
