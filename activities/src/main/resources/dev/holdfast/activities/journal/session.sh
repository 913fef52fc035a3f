# Whether a session that was opened a while ago is what a login would get now: a connection keeps the groups, the variables
# and the limits that it was made with. Sets `state`, which changes with them, in safe characters.
#
# Some servers differ by design: pam_group adds groups, and clocks are set back. So ACCEPTED is a state that counts as
# fresh, because it was found right after a login.
#
# Sets `found` too, where nothing but files says what a login gets: for as long as none of them changes, this session need
# not be looked at again. KNOWN is what was found before, of this session and others, in words.
session_is_fresh() { # PROCESS USER ("" where the groups do not matter) ACCEPTED KNOWN
  process=$1 user=$2 accepted=$3 known=$4

  # What a login takes its variables, limits and groups from; and the time, which is that of this process's entry.
  # Two changes may fall into one second: the sum of all that stat tells, which may be billionths, differs then too.
  clock='' newest=0 sum=0 found=
  set --
  [ -z "$user" ] || set -- /etc/group /etc/nsswitch.conf /etc/userdb /run/userdb /run/host/userdb /usr/lib/userdb \
    /usr/local/lib/userdb /run/systemd/userdb
  for changed in $(stat -c %.9Z "/proc/$$" /etc/environment /etc/default/locale /etc/locale.conf /etc/login.defs /etc/passwd \
    /etc/security /etc/security/*.conf /etc/security/limits.d /etc/security/limits.d/* /etc/pam.d /etc/pam.d/* \
    "${HOME:-/}/.pam_environment" "${HOME:-/}/.ssh/environment" "$@" 2>/dev/null); do
    seconds=${changed%%[!0-9]*}
    if [ -z "$clock" ]; then
      clock=$seconds
      continue
    fi
    [ "$seconds" -le "$newest" ] || newest=$seconds
    fraction=${changed#"$seconds"}
    # Without the point, which is a comma in some languages. The 1 keeps a shell from reading 0… as octal.
    sum=$((sum + seconds + 1${fraction#?}))
  done
  this=$PPID.$newest.$sum
  case " $known " in *" $this "*) return 0 ;; esac

  has=
  # A shell reads a byte at a time: no further than it must.
  while read -r name value; do
    [ "$name" != Groups: ] || { has=$value && break; }
  done <"/proc/$process/status"
  now=$has
  [ -z "$user" ] || now=$(id -G "$user" 2>/dev/null) || now=$has
  differ=
  for group in $now; do
    case " $has " in *" $group "*) ;; *) differ=yes ;; esac
  done
  for group in $has; do
    case " $now " in *" $group "*) ;; *) differ=yes ;; esac
  done
  # In one order, whoever asks.
  [ -n "$differ" ] || now=$has

  # A session began before the process that serves it: with that one's parent, unless that is the listener.
  opened=
  while read_process "$process" && [ "$parent" -gt 0 ]; do
    case $program in
      sshd*)
        opened=$started
        ! read_process "$parent" || [ "${program#sshd}" = "$program" ] || [ "$parent" -le 1 ] || opened=$started
        break
        ;;
    esac
    process=$parent
  done
  if [ -n "$opened" ] && [ -n "$clock" ]; then
    read -r up _ </proc/uptime
    # Linux counts in hundredths of a second, wherever anybody can see it; whole seconds are a second apart at most.
    [ "$newest" -lt $((clock - ${up%.*} + opened / 100 - 1)) ] || differ=yes
  fi

  # shellcheck disable=SC2086
  set -- $has with $now at $newest $sum
  state=
  for part in "$@"; do
    state=$state.$part
  done
  [ -z "$differ" ] || [ "$state" = "$accepted" ] || return 1
  [ -z "$user" ] || [ -z "$clock" ] || ! groups_are_in_files || found=$this
}

# Whether all that tells a login's groups is in the files that were looked at.
groups_are_in_files() {
  while read -r database sources; do
    case $database in
      passwd: | group: | initgroups:)
        for source in $sources; do
          case $source in files | systemd) ;; *) return 1 ;; esac
        done
        ;;
    esac
  done 2>/dev/null </etc/nsswitch.conf || return 1
  # What systemd knows: records in directories, and services, of which these know of no person (systemd's userdbd).
  for record in /etc/userdb/* /run/userdb/* /run/host/userdb/* /usr/lib/userdb/* /usr/local/lib/userdb/*; do
    [ ! -e "$record" ] || return 1
  done
  for service in /run/systemd/userdb/*; do
    case ${service##*/} in
      '*' | io.systemd.DropIn | io.systemd.DynamicUser | io.systemd.Machine | io.systemd.Multiplexer | io.systemd.NameServiceSwitch) ;;
      *) return 1 ;;
    esac
  done
}

# Sets `program`, `parent` and `started` of a process.
read_process() { # PROCESS
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  program=${stat#*(}
  program=${program%)*}
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  parent=$2 started=${20}
}
