package dev.holdfast.activities.sshd;

import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Resource.Sshd;
import dev.holdfast.schemas.change.Resource.Sshd.ConfigFile;
import java.util.List;
import java.util.Map;

/**
 * The script that changes sshd.
 *
 * <p>A copy of the configuration gets the new files first. Only if sshd reads it, and shows for the
 * login user what was wanted, are the real files renamed into place and sshd reloaded; connections
 * that are open stay open.
 */
final class SshdScript {
  private static final String PRELUDE =
      """
      # effective CONFIGURATION
      effective() {
        "$daemon" -T -f "$1" -C "user=$login,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22"
      }

      # expect KEYWORD VALUES, of what is in $shown
      expect() {
        is=$(printf '%s\\n' "$shown" | sed -n "s/^$1 //p")
        [ "$is" = "$2" ] || fail "$1 would be '$is' for $login, not '$2': something else in /etc/ssh sets it"
      }

      # put PATH MODE BASE64
      put() {
        is_file "$1" root:root "$2" "$3" || {
          new=${1%/*}/.${1##*/}.holdfast
          stage "$new" root:root "$2" "$3" "$1"
          mv -fT -- "$new" "$1"
        }
      }
      """;

  private SshdScript() {}

  /** The name under which a file is written before it is renamed into place. */
  static String staged(String path) {
    int name = path.lastIndexOf('/') + 1;
    return path.substring(0, name) + "." + path.substring(name) + ".holdfast";
  }

  static String of(Sshd desired) {
    StringBuilder script =
        new StringBuilder("login=")
            .append(Quoting.quote(desired.loginUser()))
            .append('\n')
            .append(PRELUDE);
    script
        .append(SshdCandidate.of(desired))
        .append("\"$daemon\" -t -f \"$candidate/sshd_config\"\n")
        .append("shown=$(effective \"$candidate/sshd_config\")\n");
    expectations(script, desired);
    for (ConfigFile file : desired.files()) {
      script
          .append(
              file.content() == null
                  ? "rm -f -- " + Quoting.quote(file.path())
                  : "put " + Quoting.words(file.path(), file.mode(), SshdCandidate.base64(file)))
          .append('\n');
    }
    script
        .append("sync /etc/ssh /etc/ssh/sshd_config.d\n\"$daemon\" -t\n")
        .append("shown=$(effective /etc/ssh/sshd_config)\n");
    expectations(script, desired);
    String unit = Quoting.quote(desired.unit());
    return script
        .append("systemctl reload ")
        .append(unit)
        .append("\nsystemctl is-active --quiet ")
        .append(unit)
        .append(" || fail \"sshd is not active after the reload\"\n")
        .toString();
  }

  private static void expectations(StringBuilder script, Sshd desired) {
    for (Map.Entry<String, List<String>> setting : desired.effective().entrySet()) {
      script
          .append("expect ")
          .append(Quoting.words(setting.getKey(), String.join("\n", setting.getValue())))
          .append('\n');
    }
  }
}
