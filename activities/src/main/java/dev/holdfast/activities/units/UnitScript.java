package dev.holdfast.activities.units;

import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.UnitResource;
import dev.holdfast.schemas.change.UnitResource.Part;
import org.jspecify.annotations.Nullable;

/**
 * The script that changes a unit: what goes down goes before its files, what comes up comes after
 * them. A unit that does not stay up fails with its state and its last log lines.
 */
final class UnitScript {
  private static final String PRELUDE =
      """
      at=/etc/systemd/system/$unit changed=
      boot() { systemctl is-enabled -- "$unit" 2>/dev/null || :; }
      active() { systemctl is-active --quiet -- "$unit"; }
      show() { systemctl show -p "$1" --value -- "$unit"; }

      # broken WHAT: with what systemd knows of the unit
      broken() {
        systemctl show -p LoadState,ActiveState,SubState,Result,ExecMainStatus -- "$unit" | tr '\\n' ' '
        echo
        journalctl -q --no-pager -n 20 -o cat -u "$unit" 2>/dev/null || :
        failed_on unit "$unit" "$(show ActiveState)"
        fail "$unit $1"
      }

      # put PATH MODE BASE64
      put() {
        mkdir -p -m 755 -- "${1%/*}"
        is_file "$1" root:root "0$2" "$3" || {
          new=${1%/*}/.${1##*/}.holdfast
          stage "$new" root:root "0$2" "$3" "$1"
          mv -fT -- "$new" "$1"
          changed=1
        }
      }

      drop() {
        if [ -e "$1" ]; then
          rm -f -- "$1"
          changed=1
        fi
      }

      # Started is not enough: what ends or starts again within two seconds does not run.
      stays_up() {
        before=$(show NRestarts)
        for _ in 1 2 3 4; do
          sleep 0.5
          active || return 1
        done
        [ "$(show NRestarts)" = "$before" ]
      }
      """;

  private UnitScript() {}

  static String of(UnitResource unit) {
    StringBuilder script =
        new StringBuilder("unit=" + Quoting.quote(unit.name()) + "\n").append(PRELUDE);
    boolean stopped = Boolean.FALSE.equals(unit.running());
    boolean disabled = UnitResource.DISABLED.equals(unit.enablement());
    if (stopped) {
      script.append("if active || [ \"$(show ActiveState)\" != inactive ]; then\n");
      script.append(
          "  systemctl stop -- \"$unit\" || :\n  systemctl reset-failed -- \"$unit\" 2>/dev/null || :\nfi\n");
    }
    if (disabled) {
      script.append("case $(boot) in enabled) systemctl disable -q -- \"$unit\" ;; esac\n");
    }
    if (unit.enablement() != null && !UnitResource.MASKED.equals(unit.enablement())) {
      script.append("case $(boot) in masked) systemctl unmask -q -- \"$unit\" ;; esac\n");
    }
    script.append(file("\"$at\"", unit.unitFile()));
    script.append(file("\"$at.d/holdfast.conf\"", unit.dropIn()));
    if (unit.dropIn() != null && unit.dropIn().isNone()) {
      script.append("rmdir -- \"$at.d\" 2>/dev/null || :\n");
    }
    script.append(
        "if [ -n \"$changed\" ] || [ \"$(show NeedDaemonReload)\" = yes ]; then systemctl daemon-reload; fi\n");
    if (UnitResource.ENABLED.equals(unit.enablement())) {
      script.append(
          """
          [ "$(boot)" = enabled ] || systemctl enable -q -- "$unit"
          [ "$(boot)" = enabled ] || broken "cannot be enabled, it is '$(boot)': its [Install] section says nothing"
          """);
    } else if (UnitResource.MASKED.equals(unit.enablement())) {
      script.append(
          """
          [ "$(boot)" = masked ] || systemctl mask -q -- "$unit"
          [ "$(boot)" = masked ] || broken "cannot be masked, it is '$(boot)'"
          """);
    } else if (disabled) {
      script.append("[ \"$(boot)\" != enabled ] || broken 'is still enabled'\n");
    }
    if (stopped) {
      script.append("! active || broken 'still runs'\n");
    } else if (Boolean.TRUE.equals(unit.running())) {
      script.append(
          """
          if [ -n "$changed" ] || ! active; then
            systemctl reset-failed -- "$unit" 2>/dev/null || :
            systemctl restart -- "$unit" || broken 'does not start'
            stays_up || broken 'does not stay up'
          fi
          """);
    }
    return script.toString();
  }

  private static String file(String path, @Nullable Part part) {
    if (part == null) {
      return "";
    }
    return part.isNone()
        ? "drop " + path + "\n"
        : "put %s %s %s\n"
            .formatted(
                path, Quoting.quote(part.mode()), Quoting.quote(Fragments.base64(part.content())));
  }
}
