package dev.holdfast.activities.resource;

import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.failure.FailureOrigin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes one script of the fragments of a group.
 *
 * <p>It stops at the first fragment that fails. Standard output carries a line for each change that
 * is in place, one for what a change has failed on, and nothing else; what the fragments print goes
 * to standard error.
 */
public final class Fragments {
  private static final String APPLIED = "holdfast-applied ";
  private static final String FAILED = "holdfast-failed ";

  private static final String PRELUDE =
      """
      umask 022
      export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

      # What another attempt would not cure ends with a code of its own.
      fail() { echo "$*" >&2; exit 65; }

      # failed_on KIND NAME STATE: which unit or container a change has failed on, for the platform
      failed_on() { { printf '%s %s %s %s\\n' holdfast-failed "$1" "$2" "$3" >&3; } 2>/dev/null || :; }

      # content_of BASE64
      content_of() { printf %s "$1" | base64 -d; }

      # is_file PATH OWNER:GROUP MODE BASE64
      is_file() {
        [ -f "$1" ] && [ ! -L "$1" ] && [ "$(stat -c '%U:%G %a' -- "$1")" = "$2 ${3#0}" ] &&
          content_of "$4" | cmp -s - "$1"
      }

      # stage PATH OWNER:GROUP MODE BASE64 REPLACED: a whole file under a new name, safe on the disk, with
      # the access control list, the extended attributes and the security label of the one that it replaces
      stage() {
        rm -rf -- "$1"
        (umask 077; content_of "$4" >"$1")
        chown "$2" "$1"
        [ ! -f "$5" ] || keep_attributes "$5" "$1" "$2" "$3"
        chmod "$3" "$1"
        sync "$1"
      }

      # keep_attributes FROM TO OWNER:GROUP MODE: by an empty file, because TO must never be open to more people
      # than MODE says
      keep_attributes() {
        rm -rf -- "$2.list"
        (umask 077; : >"$2.list")
        if cp --attributes-only --preserve=all -T -- "$1" "$2.list" 2>/dev/null &&
          chown "$3" "$2.list" && chmod "$4" "$2.list" &&
          cp --attributes-only --preserve=all -T -- "$2.list" "$2" 2>/dev/null; then
          touch -- "$2"
        else
          case $(ls -ld -- "$1") in
            -?????????+*) fail "the access control list of $1 cannot be kept; take it off (setfacl -b) first" ;;
          esac
        fi
        rm -f -- "$2.list"
      }
      """;

  private Fragments() {}

  /** A change's id and the shell code that makes it. */
  public record Fragment(String id, String code) {}

  /** The script of these fragments, in their order. */
  public static String script(List<Fragment> fragments) {
    StringBuilder script = new StringBuilder(PRELUDE);
    for (Fragment fragment : fragments) {
      // Not `( … ) || …`: sh would ignore set -e in it.
      script
          .append("\n(\nset -eu\n")
          .append(fragment.code().stripTrailing())
          .append(
              "\n) 3>&1 >&2 </dev/null\ncode=$?\n[ $code -eq 0 ] || exit $code\nprintf '%s\\n' ")
          .append(Quoting.quote(APPLIED + fragment.id()))
          .append('\n');
    }
    return script.toString();
  }

  /** The ids of the changes that a script's standard output says are in place. */
  public static List<String> applied(String stdout) {
    List<String> ids = new ArrayList<>();
    stdout
        .lines()
        .filter(line -> line.startsWith(APPLIED))
        .map(line -> line.substring(APPLIED.length()))
        .forEach(ids::add);
    return ids;
  }

  /** What a script's standard output says that it has failed on; null where that is nothing. */
  public static @Nullable FailureOrigin failedOn(String stdout) {
    return stdout
        .lines()
        .filter(line -> line.startsWith(FAILED))
        .map(line -> line.substring(FAILED.length()).split(" ", 3))
        .filter(words -> words.length == 3)
        .map(words ->
            words[0].equals("unit")
                ? FailureOrigin.ofUnit(words[1], words[2])
                : FailureOrigin.ofContainer(words[1], words[2]))
        .reduce((first, last) -> last)
        .orElse(null);
  }

  /** The end of a script's output for people, who read what it has failed on in their own words. */
  public static String withoutMark(String tail) {
    return tail.lines().filter(line -> !line.startsWith(FAILED)).collect(Collectors.joining("\n"));
  }

  /** Text as base64, for {@code content_of}. */
  public static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
