# Says what a server can tell about itself, in rows NONCE NAME BASE64. Leaves nothing behind. The parts run at once and
# each program with a time limit, so that a hanging file system keeps back nothing but what asks it. `nonce` comes before.
set -u
export LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# One write, short enough to be atomic: rows of parts that run at once must not mix.
say() {
  row=$1
  shift
  printf '\n%s %s %s\n' "$nonce" "$row" "$(printf '%s' "$*" | head -c 2400 | base64 | tr -d '\n')"
}

if command -v timeout >/dev/null; then
  limit() { timeout -k 1 "$@"; }
else
  limit() {
    shift
    "$@"
  }
fi

if [ "$(id -u)" = 0 ]; then as_root=; else as_root='sudo -n'; fi

shell_part() {
  entry=$(limit 3 getent passwd "$(id -u)" || grep "^[^:]*:[^:]*:$(id -u):" /etc/passwd)
  say shell "${entry##*:}"
}

sudo_part() {
  if [ "$(id -u)" = 0 ]; then
    say sudo root
  elif ! command -v sudo >/dev/null; then
    say sudo missing
  else
    words=$(limit 5 sudo -n true 2>&1)
    say sudo "$? $words"
  fi
}

modes_part() {
  say modes "$(limit 4 stat -L -c '%a %U %n' "$HOME" "$HOME/.ssh" "$HOME/.ssh/authorized_keys" /etc/ssh \
    /etc/ssh/sshd_config /etc/ssh/ssh_host_*_key)"
}

# A byte in a file is the only proof that one can write: quotas, full disks and read-only mounts have modes like others.
# shellcheck disable=SC2016  # the inner shell expands it
write='d=$1; [ -d "$d" ] || d=${d%/*}; f=$(mktemp "$d/.holdfast-diagnose.XXXXXX") || exit 1; printf x >"$f"; c=$?; rm -f "$f"; exit $c'

home_part() {
  words=$(limit 4 sh -c "$write" sh "$HOME" 2>&1)
  say home "$? $HOME $words"
}

journal_part() {
  # shellcheck disable=SC2086  # none or two words
  words=$(limit 5 $as_root sh -c "$write" sh /var/lib/holdfast 2>&1)
  say journal "$? $words"
}

tmp_part() {
  say tmp "$(limit 3 findmnt -n -o OPTIONS -T /tmp)"
}

disk_part() {
  say "disk-$1" "$(limit 4 stat -f -c '%i %S %b %a %c %d %T' "/$2")"
}

machine_part() {
  say load "$(cat /proc/loadavg) $(nproc)"
  say memory "$(grep -E '^(MemTotal|MemAvailable|SwapTotal|SwapFree):' /proc/meminfo)"
}

systemd_part() {
  if [ -d /run/systemd/system ]; then
    say systemd "$(limit 5 systemctl is-system-running) $(limit 5 systemctl list-units --state=failed --no-legend --plain |
      sed 's/ .*//' | tr '\n' ' ')"
  else
    say systemd absent
  fi
}

sshd_part() {
  daemon=$(command -v sshd) || {
    say sshd-test "127 sshd is not where other servers have it"
    return
  }
  # shellcheck disable=SC2086  # none or two words
  words=$(limit 5 $as_root "$daemon" -t 2>&1)
  say sshd-test "$? $words"
  # shellcheck disable=SC2086  # none or two words
  say sshd-settings "$(limit 5 $as_root "$daemon" -T -C "user=$(id -un),host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22" |
    grep -E '^(maxsessions|maxstartups|maxauthtries|usedns|logingracetime|subsystem|strictmodes) ')"
}

say begin
shell_part &
sudo_part &
modes_part &
home_part &
journal_part &
tmp_part &
disk_part root '' &
disk_part var var &
disk_part tmp tmp &
disk_part home home &
machine_part &
systemd_part &
sshd_part &
wait
say end
