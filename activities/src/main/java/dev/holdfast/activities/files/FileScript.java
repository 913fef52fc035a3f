package dev.holdfast.activities.files;

import dev.holdfast.activities.digest.Sha256;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.FileResource;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The scripts that write and remove files.
 *
 * <p>Somebody else may own the directory and put a symbolic link into it at any moment. So root
 * walks down to it one part at a time, makes the file in a directory that only root can enter, and
 * renames it into place: nothing is ever written through a link, and the file is there whole or as
 * it was before.
 */
final class FileScript {
  static final String NOTHING = "none";

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String PRELUDE =
      """
      # enter DIRECTORY: stands in it, and no symbolic link leads there
      enter() {
        at=
        cd /
        set -f; IFS=/
        set -- ${1#/}
        unset IFS; set +f
        for part; do
          at=$at/$part
          [ ! -L "./$part" ] || fail "$at is a symbolic link: name the real directory"
          [ -d "./$part" ] || fail "the directory $at does not exist: make it first"
          cd -P -- "./$part"
          [ "$(pwd -P)" = "$at" ] || fail "$at leads to $(pwd -P): name the real directory"
        done
      }

      # seen FILE: what is there, in one line
      seen() {
        if [ -L "$1" ]; then
          echo "link $(stat -c %u:%g -- "$1") $(readlink -- "$1")"
        elif [ -f "$1" ]; then
          echo "file $(stat -c '%u:%g %a' -- "$1") $(sha256sum <"$1" | cut -d' ' -f1)"
        elif [ -e "$1" ]; then
          echo other
        else
          echo none
        fi
      }

      number() { case $2 in *[!0-9]*) getent "$1" "$2" | cut -d: -f3 ;; *) echo "$2" ;; esac; }
      """;

  private FileScript() {}

  /** What the server's {@code seen} prints of a file or a link with these numbers. */
  static String seen(FileResource file, int uid, int gid) {
    return file.type() == FileResource.Type.LINK
        ? "link %d:%d %s".formatted(uid, gid, file.target())
        : "file %d:%d %s %s".formatted(uid, gid, file.mode(), digest(file));
  }

  private static String digest(FileResource file) {
    return file.base64() == null ? "unknown" : Sha256.hex(file.content());
  }

  static String write(FileResource file) {
    boolean link = file.type() == FileResource.Type.LINK;
    return variables(file)
        + PRELUDE
        + """
        owner=$(number passwd %1$s):$(number group %2$s)
        case $owner in *: | :*) fail "the owner or the group of $path does not exist" ;; esac
        wanted=%3$s
        enter "$directory"
        now=$(seen "./$name")
        if [ "$now" != "$wanted" ]; then
          [ "$now" = "$expected" ] || fail "$path has been changed since the plan was made: make a new one"
          # Only root can get at what is in there.
          part=./.$name.holdfast
          rm -rf -- "$part"
          mkdir -m 0700 -- "$part"
          cd -P -- "$part"
          [ "$(pwd -P)" = "${directory%%/}/.$name.holdfast" ] && [ "$(stat -c '%%u %%a' .)" = '0 700' ] ||
            fail "somebody else changes $directory at the same time"
          %4$s
          mv -fT -- ./new "../$name"
          cd -P ..
          rmdir -- "$part"
          sync .
        fi
        [ "$(seen "./$name")" = "$wanted" ] || fail "$path is not as it was written"
        """
            .formatted(
                Quoting.quote(Objects.requireNonNull(file.owner())),
                Quoting.quote(Objects.requireNonNull(file.group())),
                link
                    ? "\"link $owner \"" + Quoting.quote(Objects.requireNonNull(file.target()))
                    : "\"file $owner %s %s\"".formatted(file.mode(), digest(file)),
                link ? makeLink(file) : makeFile(file));
  }

  private static String makeLink(FileResource link) {
    return "ln -s -- %s ./new\n  chown -h \"$owner\" ./new"
        .formatted(Quoting.quote(Objects.requireNonNull(link.target())));
  }

  private static String makeFile(FileResource file) {
    return "stage ./new \"$owner\" %s %s %s"
        .formatted(
            Quoting.quote("0" + file.mode()),
            Quoting.quote(Objects.requireNonNull(file.base64())),
            file.attributesKept() ? "\"$attributes\"" : "\"../$name\"");
  }

  static String remove(FileResource there) {
    return variables(there)
        + PRELUDE
        + """
        if [ -d "$directory" ]; then
          enter "$directory"
          now=$(seen "./$name")
          if [ "$now" != none ]; then
            [ "$now" = "$expected" ] || fail "$path has been changed since: look at it first"
            if [ -f "./$name" ] && [ ! -L "./$name" ]; then
              mkdir -p -m 0700 -- "${attributes%/*}"
              rm -f -- "$attributes"
              cp --attributes-only --preserve=all -T -- "./$name" "$attributes"
            fi
            rm -f -- "./$name"
            sync .
          fi
          [ "$(seen "./$name")" = none ] || fail "$path is still there"
        fi
        """;
  }

  /** The audit has a digest of the script, by which the secrets in it could be guessed. */
  private static String salt(FileResource file) {
    if (file.hidden() == null) {
      return "";
    }
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return "# " + HexFormat.of().formatHex(bytes) + "\n";
  }

  /** The directory in which a file is made before it is renamed into place. */
  static String staged(String path) {
    int name = path.lastIndexOf('/') + 1;
    return path.substring(0, name) + "." + path.substring(name) + ".holdfast";
  }

  private static String variables(FileResource file) {
    String path = file.path();
    int slash = path.lastIndexOf('/');
    return "%spath=%s directory=%s name=%s expected=%s attributes=/var/lib/holdfast/attributes/%s\n"
        .formatted(
            salt(file),
            Quoting.quote(path),
            Quoting.quote(slash == 0 ? "/" : path.substring(0, slash)),
            Quoting.quote(path.substring(slash + 1)),
            Quoting.quote(Objects.requireNonNullElse(file.expected(), NOTHING)),
            Sha256.hex(path));
  }
}
