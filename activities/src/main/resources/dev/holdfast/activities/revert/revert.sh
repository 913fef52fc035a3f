# Changes that take themselves back. Runs as root: sh FILE VERB …
#
#   arm     ID TOKEN WINDOW PATH… -- UNIT… -- RUNTIME…
#                                            snapshot, boot unit, timer; if any of it fails, nothing stays armed;
#                                            RUNTIME is unit:NAME (runs? enabled?), sysctl:KEY (its value),
#                                            account:NAME (how the user gets in) or script:PATH (the way back
#                                            that the change leaves there before it changes anything; it is run
#                                            with now, timer or boot)
#   confirm ID                               0 confirmed, 3 was reverted, 4 never armed
#   revert  ID now|timer                     3 reverted, 0 was confirmed, 4 never armed
#   state   ID                               0, 3, 4, or 5 still pending
#   timer   ID WINDOW                        what the transient service runs
#   boot                                     what the boot unit runs
#
# /var/lib/holdfast/revert/ID holds one marker: pending, then either confirmed or reverting → reverted. Both sides
# rename `pending`, so only one of them can win, whatever dies in between.
# shellcheck disable=SC2015,SC2174  # A && B || C: C is always an exit; the parents of what is made here exist
set -u
umask 077
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL=C

self=$0
verb=$1
root=/var/lib/holdfast
unit=holdfast-revert.service
unit_file=/etc/systemd/system/$unit
wanted=/etc/systemd/system/multi-user.target.wants

# One at a time decides whether the boot unit is needed.
lock_boot() { true >>"$root/revert/lock" && exec 6>>"$root/revert/lock" && flock -w 60 6; }

# One at a time restores; a confirmation that lost waits here until the restore is done.
lock_change() { true >>"$dir/lock" && exec 7>>"$dir/lock" && flock -w 120 7; }

write() { # FILE, whole or not at all
  cat >"$1.$$" && sync "$1.$$" && mv -f "$1.$$" "$1"
}

# DefaultDependencies=no and no order after the network: it must run before sshd reads its configuration.
install_boot_unit() {
  mkdir -p -m 755 "$wanted" && write "$unit_file" <<UNIT &&
[Unit]
Description=Holdfast: take back changes that nobody confirmed
DefaultDependencies=no
After=local-fs.target
Before=ssh.service sshd.service ssh.socket docker.service
RequiresMountsFor=$root /etc

[Service]
Type=oneshot
TimeoutStartSec=180
ExecStart=/bin/sh $self boot

[Install]
WantedBy=multi-user.target
UNIT
    chmod 644 "$unit_file" && ln -sf "$unit_file" "$wanted/$unit" && sync "$wanted" "${unit_file%/*}" &&
    systemctl is-enabled --quiet "$unit"
}

# Also after a failed arm: the unit goes when nothing needs it, and only then.
remove_boot_unit() {
  lock_boot || return 1
  for marker in "$root"/revert/*/pending "$root"/revert/*/reverting; do
    if [ -e "$marker" ]; then
      exec 6>&-
      return 0
    fi
  done
  rm -f "$wanted/$unit" "$unit_file"
  exec 6>&-
}

# --- arm --------------------------------------------------------------------------------------------------------

fail_arm() {
  echo "holdfast: the revert could not be armed ($*): nothing was changed" >&2
  rm -f "$dir/pending"
  systemctl stop "holdfast-revert-$id.service" 2>/dev/null
  remove_boot_unit
  rm -rf "$dir/snapshot"
  exit 78
}

arm() {
  token=$1 window=$2
  shift 2
  [ -d /run/systemd/system ] || { echo "holdfast: a revert needs systemd; nothing was changed" >&2 && exit 78; }
  mkdir -p "$dir/snapshot" || fail_arm "no directory"
  [ -e "$dir/token" ] && fail_arm "this change was armed before"
  printf '%s\n' "$token" >"$dir/token" && printf '%s\n' "$self" >"$dir/program" || fail_arm "no room"
  true >"$dir/paths" && true >"$dir/units" && true >"$dir/runtime" || fail_arm "no room"
  n=0
  while [ "$1" != -- ]; do
    n=$((n + 1))
    if [ -e "$1" ] || [ -L "$1" ]; then
      cp -a -- "$1" "$dir/snapshot/$n" || fail_arm "no snapshot of $1"
      printf 'present %s\n' "$1" >>"$dir/paths" || fail_arm "no room"
    else
      printf 'absent %s\n' "$1" >>"$dir/paths" || fail_arm "no room"
    fi
    shift
  done
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    # A unit that was not running must not be started by a revert.
    if systemctl is-active --quiet "$1"; then
      printf '%s\n' "$1" >>"$dir/units" || fail_arm "no room"
    fi
    shift
  done
  [ $# -eq 0 ] || shift
  for state; do
    save_runtime "${state%%:*}" "${state#*:}" >>"$dir/runtime" || fail_arm "no room"
  done
  lock_boot && install_boot_unit || fail_arm "no boot unit"
  # The marker comes last: before it the boot unit finds nothing to take back, and nothing has been changed.
  true >"$dir/pending" && find "$dir" \( -type f -o -type d \) -exec sync {} + && sync "$root/revert" ||
    fail_arm "the snapshot cannot be written"
  exec 6>&-
  # A service and not a timer: systemd 252 begins a timer's countdown anew at every daemon-reload.
  systemd-run --quiet --collect --unit="holdfast-revert-$id" --description="Holdfast: revert unless confirmed" \
    -p IgnoreSIGPIPE=no /bin/sh "$self" timer "$id" "$window" || fail_arm "no timer"
  systemctl is-active --quiet "holdfast-revert-$id.service" || fail_arm "the timer does not run"
}

# --- accounts: how a user gets in -------------------------------------------------------------------------------

# as_account NAME COMMAND…: with the user's own rights, for what the user could put a symbolic link in place of; and not
# for ever, for the user could put something there that never answers
as_account() {
  entry=$(getent passwd "$1") || return 1
  uid=$(printf %s "$entry" | cut -d: -f3) gid=$(printf %s "$entry" | cut -d: -f4)
  name_of=$1
  shift
  if [ "$uid" = 0 ]; then
    timeout 15 "$@"
  elif command -v setpriv >/dev/null; then
    timeout 15 setpriv --reuid "$uid" --regid "$gid" --clear-groups --no-new-privs -- "$@"
  else
    timeout 15 runuser -u "$name_of" -- "$@"
  fi
}

# The files of accounts, the modes of everything above the keys, and the keys.
save_account() { # NAME
  saved=$dir/snapshot/account
  mkdir -p "$saved" || return 1
  for file in passwd shadow group gshadow; do
    [ ! -e "/etc/$file" ] || cp -- "/etc/$file" "$saved/$file" || return 1
  done
  home=$(getent passwd "$1" | cut -d: -f6)
  printf '%s\n' "$home" >"$saved/home" || return 1
  [ -n "$home" ] || return 0
  at=$home/.ssh
  while :; do
    { [ ! -d "$at" ] || stat -c '%a %u:%g %n' -- "$at"; } || return 1
    [ "$at" != / ] || break
    at=$(dirname -- "$at")
  done >"$saved/modes"
  save_keys "$1" "$home/.ssh/authorized_keys"
}

# Keys that cannot be saved stop the change: a revert takes keys away only where it is known that there were none, and
# leaves alone what the account itself cannot read.
save_keys() { # NAME FILE
  # shellcheck disable=SC2016
  keys_are=$(as_account "$1" sh -c 'cd / || exit 1
    if [ -f "$1" ] && [ -r "$1" ]; then echo readable
    elif [ -e "$1" ] || [ -L "$1" ]; then echo other
    else echo absent; fi' sh "$2") || return 1
  case $keys_are in
    readable)
      as_account "$1" cat -- "$2" >"$saved/keys.new" && as_account "$1" stat -L -c %a -- "$2" >"$saved/keys-mode" &&
        mv "$saved/keys.new" "$saved/keys"
      ;;
    absent) : >"$saved/no-keys" ;;
    other) ;;
    *) return 1 ;;
  esac
}

# put_account FILE NAME PROGRAM: an awk program makes the file anew from the one of before and the one that is there,
# so that what happened to other accounts meanwhile stays.
put_account() {
  { [ -e "$saved/$1" ] && [ -e "/etc/$1" ]; } || return 0
  new=/etc/.holdfast-revert.$1
  cp -a -- "/etc/$1" "$new" && name=$2 awk -F: -v OFS=: "$3" "$saved/$1" "/etc/$1" >"$new" || return 1
  case $1 in
    passwd | shadow) grep -q '^root:' "$new" || return 1 ;;
  esac
  if cmp -s "$new" "/etc/$1"; then
    rm -f "$new"
  else
    sync "$new" && mv -f "$new" "/etc/$1"
  fi
}

# As useradd and vipw lock them; without it after 15 s, for what died half-way may have left its lock.
lock_accounts() {
  tries=0
  printf %s $$ >/etc/.holdfast-lock || return 1
  for file in passwd group gshadow shadow; do
    until ln /etc/.holdfast-lock "/etc/$file.lock" 2>/dev/null || [ "$tries" -ge 30 ]; do
      tries=$((tries + 1))
      sleep 0.5
    done
  done
}

unlock_accounts() {
  for file in passwd group gshadow shadow; do
    [ ! "/etc/$file.lock" -ef /etc/.holdfast-lock ] || rm -f "/etc/$file.lock"
  done
  rm -f /etc/.holdfast-lock
}

restore_account() { # NAME
  saved=$dir/snapshot/account
  # Gone means restored already.
  [ -d "$saved" ] || return 0
  line='BEGIN { name = ENVIRON["name"] }
    FILENAME == ARGV[1] { if ($1 == name) was = $0; next }
    $1 == name { if (was != "" && !done++) print was; next }
    { print }
    END { if (was != "" && !done) print was }'
  members='BEGIN { name = ENVIRON["name"] }
    FILENAME == ARGV[1] { n = split($4, m, ","); for (i = 1; i <= n; i++) if (m[i] == name) was[$1] = 1; next }
    { n = split($4, m, ","); rest = ""; is = 0
      for (i = 1; i <= n; i++) if (m[i] == name) is = 1; else rest = rest (rest == "" ? "" : ",") m[i]
      if (is && !($1 in was)) $4 = rest
      if (!is && ($1 in was)) $4 = rest (rest == "" ? "" : ",") name
      print }'
  good=0
  lock_accounts
  put_account passwd "$1" "$line" && put_account shadow "$1" "$line" &&
    put_account group "$1" "$members" && put_account gshadow "$1" "$members" || good=1
  unlock_accounts
  read -r home <"$saved/home"
  [ -z "$home" ] || restore_keys "$1" || good=1
  [ "$good" -eq 0 ] && rm -rf "$saved"
}

# Modes from where root stands: a directory on the way may be swapped for a symbolic link at any moment.
restore_keys() { # NAME
  bad=0
  while read -r bits owner path; do
    (cd -P -- "$path" 2>/dev/null && [ "$(pwd -P)" = "$path" ] || exit 0
      [ "$(stat -c %u:%g .)" = "$owner" ] || chown "$owner" . || exit 1
      [ "$(stat -c %a .)" = "$bits" ] || chmod "0$bits" .) || bad=1
  done <"$saved/modes"
  if [ -e "$saved/keys" ]; then
    read -r bits <"$saved/keys-mode"
    # shellcheck disable=SC2016
    as_account "$1" sh -c 'umask 077; cd / && f=$1/.ssh/authorized_keys
      mkdir -p "$1/.ssh" && new=$(mktemp "$f.XXXXXX") && cat >"$new" && chmod "$2" "$new" || exit 1
      if [ -f "$f" ] && cmp -s "$new" "$f" && [ "$(stat -L -c %a "$f")" = "$2" ]; then rm -f "$new"; else mv -f "$new" "$f"; fi' \
      sh "$home" "$bits" <"$saved/keys" || bad=1
  elif [ -e "$saved/no-keys" ]; then
    # shellcheck disable=SC2016
    as_account "$1" sh -c 'cd / && rm -f -- "$1/.ssh/authorized_keys"' sh "$home" || bad=1
    grep -Fq " $home/.ssh" "$saved/modes" ||
      as_account "$1" rmdir -- "$home/.ssh" 2>/dev/null || [ ! -d "$home/.ssh" ] || bad=1
  fi
  return "$bad"
}

# --- runtime: what is no file -----------------------------------------------------------------------------------

save_runtime() { # unit|sysctl|account|script NAME
  case $1 in
    unit)
      enabled=$(systemctl is-enabled "$2" 2>/dev/null)
      active=$(systemctl is-active "$2" 2>/dev/null)
      printf 'unit %s %s %s\n' "$2" "${enabled:--}" "${active:--}"
      ;;
    sysctl)
      value=$(sysctl -n "$2" 2>/dev/null) || return 0
      printf 'sysctl %s %s\n' "$2" "$(printf %s "$value" | tr -s '\t\n' ' ')"
      ;;
    account) save_account "$2" && printf 'account %s\n' "$2" ;;
    # One that is there is of another change, which was confirmed.
    script) rm -f -- "$2" && printf 'script %s\n' "$2" ;;
  esac
}

# Before the files are restored: what was not there goes while systemd still knows its file.
lower_runtime() {
  [ -e "$dir/runtime" ] || return 0
  while read -r kind name enabled active <&5; do
    [ "$kind" = unit ] || continue
    case $enabled in
      enabled) ;;
      *) [ "$(systemctl is-enabled "$name" 2>/dev/null)" != enabled ] || systemctl disable --quiet "$name" ;;
    esac
    case $active in
      active | reloading | activating) ;;
      *)
        systemctl $no_block stop "$name" 2>/dev/null
        systemctl reset-failed "$name" 2>/dev/null
        ;;
    esac
  done 5<"$dir/runtime"
}

# After it: what was there comes back with the file of before.
raise_runtime() {
  [ -e "$dir/runtime" ] || return 0
  while read -r kind name rest <&5; do
    case $kind in
      sysctl) sysctl -q -w "$name=$rest" ;;
      account) restore_account "$name" || failed=1 ;;
      script)
        # It is told when, for at boot nothing runs yet. Where there is none, nothing was changed.
        if [ ! -f "$name" ] || sh "$name" "$mode" >/dev/null; then rm -f -- "$name"; else failed=1; fi
        ;;
      unit)
        case $rest in
          'enabled '*) [ "$(systemctl is-enabled "$name" 2>/dev/null)" = enabled ] || systemctl enable --quiet "$name" ;;
        esac
        case $rest in
          *' active' | *' reloading' | *' activating')
            systemctl reset-failed "$name" 2>/dev/null
            systemctl $no_block restart "$name"
            ;;
        esac
        ;;
    esac
  done 5<"$dir/runtime"
}

# A way back that nobody will go.
forget_scripts() {
  [ ! -e "$dir/runtime" ] || sed -n 's/^script //p' "$dir/runtime" | while read -r path; do rm -f -- "$path"; done
}

# --- revert -----------------------------------------------------------------------------------------------------

# Renames the snapshot into place. Copied beside it first, as the rename is atomic only within one file system; where
# there is no room for a copy, the snapshot itself moves.
restore_path() { # N STATE PATH
  parent=$(dirname -- "$3")
  if [ "$2" = absent ]; then
    rm -rf -- "$3"
    return
  fi
  saved=$dir/snapshot/$1
  # Gone means restored already, by a revert that died half-way.
  [ -e "$saved" ] || [ -L "$saved" ] || return 0
  new=$parent/.holdfast-revert.$1
  old=$parent/.holdfast-replaced.$1
  mkdir -p -m 755 -- "$parent" && rm -rf -- "$new" "$old" || return 1
  cp -a -- "$saved" "$new" 2>/dev/null || { rm -rf -- "$new" && new=$saved; }
  # A rename replaces a file by a file; where either is a directory, the other has to go aside first.
  if { [ -d "$3" ] && [ ! -L "$3" ]; } || { { [ -e "$3" ] || [ -L "$3" ]; } && [ -d "$new" ] && [ ! -L "$new" ]; }; then
    mv -fT -- "$3" "$old" || return 1
  fi
  mv -fT -- "$new" "$3" && sync "$parent" && rm -rf -- "$old" "$saved"
}

bring_back() { # UNIT
  systemctl reset-failed "$1" 2>/dev/null
  systemctl reload-or-restart "$1"
  systemctl is-active --quiet "$1" || systemctl restart "$1"
}

restore() {
  no_block=
  # Waiting for a unit that is ordered after this one would never end.
  [ "$mode" != boot ] || no_block=--no-block
  lower_runtime
  n=0
  failed=0
  while read -r state path; do
    n=$((n + 1))
    restore_path "$n" "$state" "$path" || failed=1
  done <"$dir/paths"
  [ "$failed" -eq 0 ] || return 1
  systemctl daemon-reload
  raise_runtime
  # Without it sshd refuses to start, and it goes when ssh.service stops.
  mkdir -p -m 755 /run/sshd
  while read -r name <&5; do
    if [ "$mode" = boot ]; then
      # Waiting for a unit that is ordered after this one would never end.
      systemctl --no-block try-reload-or-restart "$name"
    else
      bring_back "$name"
      case $name in
        ssh.* | sshd.*) ! systemctl is-active --quiet ssh.socket || systemctl restart ssh.socket ;;
      esac
    fi
  done 5<"$dir/units"
  [ "$failed" -eq 0 ]
}

report() {
  if [ -e "$dir/confirmed" ]; then
    echo "holdfast: confirmed"
    exit 0
  elif [ -e "$dir/reverted" ]; then
    echo "holdfast: reverted"
    exit 3
  elif [ -e "$dir/pending" ] || [ -e "$dir/reverting" ]; then
    echo "holdfast: still pending"
    exit 5
  fi
  echo "holdfast: nothing was armed here" >&2
  exit 4
}

# Returns 0 when the change is decided: reverted by this, or by somebody before.
revert() {
  lock_change || return 1
  mv "$dir/pending" "$dir/reverting" 2>/dev/null
  if [ -e "$dir/reverting" ]; then
    echo "holdfast: reverting the change"
    restore || return 1
    mv "$dir/reverting" "$dir/reverted" && sync "$dir" || return 1
    remove_boot_unit
  fi
  exec 7>&-
}

confirm() {
  if mv "$dir/pending" "$dir/confirmed" 2>/dev/null; then
    sync "$dir" || exit 1
    systemctl --no-block stop "holdfast-revert-$id.service" 2>/dev/null
    remove_boot_unit
    rm -rf "$dir/snapshot"
    forget_scripts
  fi
  # Who lost waits until the restore is done.
  if [ -e "$dir/reverting" ]; then
    lock_change
    exec 7>&-
  fi
  report
}

timer() {
  sleep "$1" || exit
  # The server ends the change's own script at the same time: restore only when it is out of the way.
  entry=$root/journal/${id%%.*}/${id#*.}
  [ ! -e "$entry/lock" ] || flock -s -w 30 "$entry/lock" true
  tries=0
  until revert; do
    tries=$((tries + 1))
    [ "$tries" -lt 20 ] || exit 1
    sleep 5
  done
}

boot() {
  for marker in "$root"/revert/*/pending "$root"/revert/*/reverting; do
    [ -e "$marker" ] || continue
    dir=${marker%/*}
    id=${dir##*/}
    { read -r program <"$dir/program" && sh "$program" revert "$id" boot; } || true
  done
}

if [ "$verb" = boot ]; then
  boot
  exit 0
fi
id=$2
dir=$root/revert/$id
shift 2
case $verb in
  arm) arm "$@" ;;
  confirm) confirm ;;
  timer)
    mode=timer
    timer "$1"
    ;;
  revert)
    mode=$1
    [ -d "$dir" ] || report
    revert || exit 1
    [ "$mode" = boot ] || systemctl --no-block stop "holdfast-revert-$id.service" 2>/dev/null
    report
    ;;
  state) report ;;
esac
