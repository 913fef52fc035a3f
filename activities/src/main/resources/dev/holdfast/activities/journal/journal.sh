# The journal of one server. Runs as root: sh FILE VERB NONCE OPERATION …; every argument is of safe characters,
# everything else comes on standard input by length. The answer is framed by the nonce, because login scripts may
# print whatever they like into the same stream.
#
#   run    NONCE OP KEY TOKEN TIMEOUT WAIT FROM_OUT FROM_ERR META_LINES SCRIPT_BYTES KEPT [AS [ACCEPTED]]
#                                                                                      start unless started; wait; answer
#   wait   NONCE OP KEY TOKEN TIMEOUT WAIT FROM_OUT FROM_ERR                           wait; answer
#   runner NONCE OP KEY TOKEN TIMEOUT KEPT AS                                          claim and run (detached)
#   close  NONCE OP TOKEN                                                              stop, revert, refuse the token
#   clean  NONCE -                                                                     remove what is old (detached)
#
# An entry is a directory: starts (a line for the start, which was when the file was written), meta.NONCE and script.NONCE
# as that delivery brought them, result, out, err, lock. Whoever holds the exclusive lock is running the command: process
# ids are reused, a lock dies with its holder.
#
# AS is `tool` for a script of Holdfast's own, which gets this program's surroundings and leaves nothing behind. A command
# of somebody's gets those of a login, as `root` after sudo, as the `login` user, or as the `user` in meta.NONCE. What they
# are is copied from the session that delivers it, all of it in `surroundings`, and no command depends on how it is
# detached. What such a command leaves in the background lives on. A session that is not what a login would get now is
# answered with its state and runs nothing, unless that is the ACCEPTED one.
#
# An entry that was cleaned away is a line in gone/MONTH: OPERATION KEY STATE CODE WHY REVERTED DAY. It never runs again,
# and its result, without the output, is still told.
#
# A program that is started costs more than anything else here; so what the shell can do by itself it does.
# shellcheck disable=SC2015  # A && B || C: C is always an exit
set -u
# As the session has them, before they are what this program needs.
given_path=$PATH
given_locale=${LC_ALL-}
mask=$(umask)
umask 077
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL=C

self=$0
verb=$1
nonce=$2
op=$3
root=/var/lib/holdfast
started_in=$PWD
journal=$root/journal
fence=$journal/fence
gone=$root/gone
ending=8192     # bytes kept of the end of a stream that is longer than KEPT
short=2048      # bytes of a script that the shell itself reads
budget=${holdfast_budget:-2097152} # bytes of both streams in one answer

day=86400
retention=$((30 * day))  # after its end an entry is removed …
most=2000                # … or earlier, oldest first, where there are more
spared=$((7 * day))      # but never within this time …
spared_full=$day         # … nor within this, where the disk is nearly full
batch=500                # entries looked at in one clean-up, and a tenth of all: many are not kept for longer than few
patience=240             # seconds of one clean-up
tombstones=365           # days that the lines in `gone` are kept

say() { printf '\n%s %s\n' "$nonce" "$*"; }

no_journal() {
  say "nojournal $(printf '%s' "$*" | tr '\n' ' ')"
  say end
  exit 0
}

# Other than without a journal, trying again may help: a server that shuts down launches nothing any more.
not_launched() {
  say "unlaunched $(printf '%s' "$*" | tr '\n' ' ')"
  say end
  exit 0
}

read_fence() {
  seen=0
  [ -e "$fence" ] || return 0
  { read -r seen <"$fence"; } 2>/dev/null
  # A fence that cannot be read must keep everybody out: it may have been higher than any token.
  case $seen in '' | *[!0-9]*) return 1 ;; esac
}

# Raises the fence; the caller holds the lock on fd 8. In place, so that it works on a full disk too.
raise_fence() {
  if [ -e "$fence" ]; then
    printf '%-20s\n' "$1" | dd of="$fence" conv=notrunc,fsync status=none
  else
    printf '%-20s\n' "$1" >"$fence.$nonce" && sync "$fence.$nonce" && mv -f "$fence.$nonce" "$fence" && sync "$journal"
  fi
}

# `true`, because a failing redirection of a special built-in (exec, :) ends a POSIX shell on the spot.
lock_fence() { true >>"$fence.lock" && exec 8>>"$fence.lock" && flock -w 60 8; }

# Sets what changes with a boot: the kernel's boot id, and for a container the start of its PID 1.
boot() {
  read -r booted </proc/sys/kernel/random/boot_id
  read -r stat </proc/1/stat
  # The name in parentheses may hold spaces; the start is the 20th field after it.
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  booted=$booted/${20}
}

# Sets a clock that nobody sets, in whole seconds.
uptime() {
  read -r up _ </proc/uptime
  up=${up%.*}
}

# Takes back the armed and unconfirmed changes that "$1" names in words: "of OPERATION" or "below TOKEN".
revert_pending() {
  for armed in "$root"/revert/*/pending "$root"/revert/*/reverting; do
    [ -e "$armed" ] || continue
    dir=${armed%/*}
    id=${dir##*/}
    case $1 in
      of) [ "${id%%.*}" = "$2" ] || continue ;;
      below)
        { read -r token_of <"$dir/token"; } 2>/dev/null || token_of=0
        [ "$token_of" -lt "$2" ] || continue
        ;;
    esac
    read -r program <"$dir/program" && sh "$program" revert "$id" now >&2
  done
}

# Sets what became of an entry that is not running.
outcome_of() { # ENTRY
  { read -r state code why <"$1/result"; } 2>/dev/null || state=
  if [ "$state" != finished ]; then
    state=interrupted
    code=-1
    why=killed
    boot
    grep -q -s -F "boot=$booted " "$1/starts" || why=restart
  fi
}

was_reverted() { # ID
  [ -e "$root/revert/$1/reverted" ] || [ -e "$root/revert/$1/reverting" ]
}

# The line of an entry that was removed. Whoever holds the entry's lock and finds none may run it.
buried() {
  for tombstone in "$gone"/*; do break; done
  [ -e "$tombstone" ] && tombstone=$(grep -r -h -m 1 "^$op $key [a-z]* -\{0,1\}[0-9]* [a-z]* [01] [0-9-]*\$" "$gone")
}

# --- runner -----------------------------------------------------------------------------------------------------

# Keeps the head of a stream and its end, byte for byte as it comes, and never stops reading: a full log must not
# block the command. Beyond the limit on the file's size, and on a full disk, tee says so and goes on with its other output.
keep() {
  said=$(
    {
      (
        trap '' XFSZ
        ulimit -f $((kept / 512))
        exec tee -a "$1"
      ) | tail -c "$ending" >"$1.end"
    } 2>&1
  )
  [ -n "$said" ] || return
  # shellcheck disable=SC2094  # the size is read before anything is appended
  if [ "$(stat -c %s "$1")" -ge "$kept" ]; then
    printf '\n[… no more than %s bytes are kept; the end was: …]\n' "$kept"
    cat "$1.end"
  fi >>"$1" 2>/dev/null
  cat >/dev/null
}

# No command may take more than half of the free space with its two streams; file sizes are limited in 512 bytes.
limit_kept() {
  # shellcheck disable=SC2046
  set -- $(stat -f -c '%a %S' "$entry")
  room=$(($1 * $2 / 4))
  [ "$kept" -le "$room" ] || kept=$room
  [ "$kept" -ge 65536 ] || kept=65536
  kept=$((kept / 512 * 512))
}

forget_delivery() { rm -f "$entry/script.$nonce" "$entry/meta.$nonce" "$entry/as.$nonce"; }

not_started() {
  echo "holdfast: not started: $*" >&2
  forget_delivery
  exit 1
}

# Some may be left of a claim that was not decided.
make_fifos() {
  mkfifo "$entry/out.fifo" "$entry/err.fifo" 2>/dev/null ||
    { rm -f "$entry/out.fifo" "$entry/err.fifo" && mkfifo "$entry/out.fifo" "$entry/err.fifo"; }
}

# How the script is run, by a shell of root's with the result on fd 3, where it leaves the exit code. That shell never ends with another code than 0
# and waits through a TERM: so what `timeout` ends with is its own word alone, whatever the script makes of its codes.
# The supervising `timeout` keeps the lock, so that a command that outlives its runner still counts as alive; the
# command itself must not, or a daemon that it leaves behind would.
# shellcheck disable=SC2016
supervise='
  trap : TERM
  # What this shell has to say of the end of a command is not its output.
  exec 4>&2 2>/dev/null
  (
    exec 2>&4 3>&- 4>&- 9>&-
    script=$1 mark=$3
    mark() { [ -z "$mark" ] || ulimit -S -w "$mark" 2>/dev/null || ulimit -S -x "$mark" 2>/dev/null; }
    [ -n "$2" ] || { mark && exec sh "$script"; }
    . "$2"
    [ -n "$uid" ] || { echo "holdfast: there is no user $account" >&2; exit 126; }
    # What cannot be set stays as services have it.
    if command -v prlimit; then prlimit --pid "$pid" $limits; else ulimit -n "$files"; fi >/dev/null 2>&1
    mark
    [ "$nice" -eq 0 ] || renice -n "$nice" -p "$pid" >/dev/null
    { echo "$oom" >/proc/self/oom_score_adj; echo "$loginuid" >/proc/self/loginuid; } 2>/dev/null
    umask "$mask"
    set -- "$script" "$uid" "$gid" "$account"
    # Of the variables that systemd, or whoever else runs this, has set, none is for the command.
    IFS="
"
    set -f
    for variable in $(export -p); do
      variable=${variable#export }
      variable=${variable%%=*}
      case $variable in
        "" | PATH | [0-9]* | *[!A-Za-z0-9_]*) ;;
        *) unset "$variable" ;;
      esac
    done
    set +f
    unset IFS
    if [ "$2" -eq 0 ]; then . "$1"
    elif command -v setpriv >/dev/null; then
      exec setpriv --reuid="$2" --regid="$3" --init-groups sh -s <"$1"
    else exec runuser -u "$4" -- sh -s <"$1"
    fi
  )
  # In place, where there is room for it.
  echo "pending $?" >&3
'

# Sets `unit` to the control group that this service has for itself; false where there is no systemd.
own_group() {
  [ -d /run/systemd/system ] || return 1
  while IFS=: read -r _ hierarchy path; do
    case $hierarchy in '' | name=systemd) ;; *) continue ;; esac
    case $path in *"/holdfast-run-$op.$key.$nonce.service") ;; *) continue ;; esac
    for unit in "/sys/fs/cgroup$path" "/sys/fs/cgroup/systemd$path" "/sys/fs/cgroup/unified$path"; do
      [ ! -e "$unit/cgroup.procs" ] || return 0
    done
  done </proc/self/cgroup
  return 1
}

# Without systemd what a command starts is known by a mark that is inherited, whatever session it moves to: the soft limit
# on file locks, which no Linux since 2.4 enforces. Of each delivery, and beyond what anybody sets.
mark_of() { # NONCE
  mark=$((0x1${1#??????}))
}

# Sets `left` to the processes that the command has left: the runner's own are all in its process group.
find_left() {
  left=
  if [ -n "$unit" ]; then
    while read -r pid; do
      { read -r stat <"/proc/$pid/stat"; } 2>/dev/null || continue
      stat=${stat##*) }
      stat=${stat#* * }
      [ "${stat%% *}" = "$$" ] || left="$left $pid"
    done <"$unit/cgroup.procs"
    return
  fi
  for found in $(grep -ls "^Max file locks  *$mark " /proc/[0-9]*/limits); do
    found=${found#/proc/}
    left="$left ${found%/limits}"
  done
}

# Waits for the end of what is left, a second at most.
await_none_left() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    find_left
    [ -n "$left" ] || return 0
    sleep 0.1
  done
  return 1
}

# Ends all that the command has started, in whatever session.
end_left() {
  for signal in TERM KILL; do
    find_left
    # shellcheck disable=SC2086
    [ -z "$left" ] || { kill -s "$signal" $left 2>/dev/null && await_none_left; }
  done
}

# What a command left in the background lives on, as after any login, in a scope of its own: with this service it would end.
release_left() {
  own_group || return 0
  for attempt in 1 2 3; do
    find_left
    [ -n "$left" ] || return 0
    # shellcheck disable=SC2086
    set -- $left
    busctl --quiet call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager \
      StartTransientUnit 'ssa(sv)a(sa(sv))' "holdfast-left-$nonce-$attempt.scope" fail \
      3 Description s "Left in the background by Holdfast $op" CollectMode s inactive-or-failed PIDs au $# "$@" 0 &&
      await_none_left && return
  done
  printf '\n[holdfast: what the command left in the background was ended with it: it cannot be moved out of its service]\n' \
    >>"$entry/err"
  # Now, not once this service is torn down: the next holder of the server may have begun by then.
  end_left
}

# Sets a clock that nobody sets, in hundredths of a second.
hundredths() {
  read -r up _ </proc/uptime
  up=${up%.*}${up#*.}
}

# Runs in the background with the lock on fd 9.
run_command() {
  keep "$entry/out" <"$entry/out.fifo" 9>&- &
  out=$!
  keep "$entry/err" <"$entry/err.fifo" 9>&- &
  err=$!
  state='' mark=''
  [ "$as" = tool ] || state=$entry/as.$nonce
  [ -d /run/systemd/system ] || mark_of "$nonce"
  hundredths
  began=$up
  timeout -k 10 "$timeout" sh -c "$supervise" sh "$entry/script.$nonce" "$state" "$mark" \
    </dev/null >"$entry/out.fifo" 2>"$entry/err.fifo" 3<>"$entry/result"
  ended=$?
  { read -r _ code <"$entry/result"; } 2>/dev/null
  why=ended
  case $ended in
    124) why=timeout ;;
    137)
      # `timeout` has killed itself with all the others, or somebody has.
      hundredths
      [ $((up - began)) -lt $((timeout * 100)) ] || why=timeout
      ;;
  esac
  # Where it has not come to tell the code, the script was not alone in being ended.
  if [ "$ended" -ne 0 ] || [ -z "$code" ]; then
    code=$ended
    mark_of "$nonce"
    own_group || unit=
    end_left
  elif [ "$as" != tool ]; then
    release_left
  fi
  # What the command left behind may hold its output open for ever: two seconds are enough for the rest of it.
  { sleep 2 && kill "$out" "$err"; } 2>/dev/null 9>&- &
  grace=$!
  wait "$out" "$err"
  kill "$grace" 2>/dev/null
  { [ -s "$entry/out" ] || [ -s "$entry/err" ]; } && sync "$entry/out" "$entry/err" 2>/dev/null
  printf '%-127s\n' "finished $code $why" | dd of="$entry/result" conv=notrunc,fsync status=none
  # Whoever waits for the result need not wait for the broom.
  exec 9>&-
  # The script may hold secrets, and nobody needs it any more.
  rm -f "$entry/out.fifo" "$entry/err.fifo" "$entry/out.end" "$entry/err.end" "$entry/script.$nonce"
}

claim_and_run() {
  cd / || not_started "no root directory"
  true >>"$entry/lock" || not_started "no lock"
  exec 9>>"$entry/lock"
  flock -w 60 9 || not_started "the lock is held"
  if [ -s "$entry/starts" ]; then
    forget_delivery
    exit 0
  fi
  if buried; then
    # It never runs again, whoever has the lock.
    rm -rf "$entry"
    exit 0
  fi
  lock_fence || not_started "the fence is locked"
  read_fence || not_started "the fence is damaged"
  if [ "$token" -lt "$seen" ]; then
    forget_delivery
    exit 0
  fi
  if [ "$token" -gt "$seen" ]; then
    raise_fence "$token" || not_started "the fence cannot be raised"
    # A new holder: what an earlier one armed can never be confirmed, and must not be taken back in the midst of this.
    revert_pending below "$token"
  fi
  [ -s "$entry/meta.$nonce" ] && [ -s "$entry/script.$nonce" ] || not_started "no script"
  # Room for the result is taken before the start: a command that fills the disk still gets its result recorded.
  printf '%-127s\n' pending >"$entry/result" && true >"$entry/out" && true >"$entry/err" &&
    make_fifos && printf '%s\n' "$$" >"$entry/session" || not_started "no room"
  limit_kept
  boot
  # The start is on the disk before the command runs, or the command does not run.
  if ! printf 'boot=%s token=%s delivery=%s\n' "$booted" "$token" "$nonce" >>"$entry/starts" ||
    ! sync "$entry/starts" "$entry/result" "$entry/script.$nonce" "$entry/meta.$nonce" \
      "$entry" "$journal/$op" "$journal"; then
    true >"$entry/starts"
    not_started "the start cannot be recorded"
  fi
  exec 8>&-
  export HOME=/root LC_ALL=C.UTF-8 LANG=C.UTF-8
  # Without systemd the starter reads this output to its end; by exec, as a redirection of a function keeps a copy.
  (
    exec >/dev/null 2>&1
    run_command
  ) &
  # The end of this process tells the starter that the claim is decided, whichever way.
  exit 0
}

# --- starter ----------------------------------------------------------------------------------------------------

# Sets `quoted` to a word for a shell.
quote() { # TEXT
  quoted=
  rest=$1
  while :; do
    case $rest in
      *\'*) quoted="$quoted${rest%%\'*}'\\''" rest=${rest#*\'} ;;
      *) break ;;
    esac
  done
  quoted="'$quoted$rest'"
}

export_variable() { # NAME VALUE
  quote "$2"
  printf 'export %s=%s\n' "$1" "$quoted"
}

# The environment of another process, as lines that set it. No value holds the separator.
export_environment_of() { # PROCESS
  environment=$(printf '\036' && tr '\0' '\036' <"/proc/$1/environ") || return 1
  separator=${environment%"${environment#?}"}
  set -f
  IFS=$separator
  for variable in $environment; do
    name=${variable%%=*}
    case $name in
      # LANGUAGE is Holdfast's, for sudo's own words.
      '' | LANGUAGE | _ | [0-9]* | *[!A-Za-z0-9_]*) ;;
      *) export_variable "$name" "${variable#*=}" ;;
    esac
  done
  set +f
  unset IFS
}

# Sets `limits`, as prlimit takes them, and `files`.
read_limits() {
  limits=
  files=1024
  while read -r line; do
    case $line in
      'Max cpu time '*) name=cpu ;;
      'Max file size '*) name=fsize ;;
      'Max data size '*) name=data ;;
      'Max stack size '*) name=stack ;;
      'Max core file size '*) name=core ;;
      'Max resident set '*) name=rss ;;
      'Max processes '*) name=nproc ;;
      'Max open files '*) name=nofile ;;
      'Max locked memory '*) name=memlock ;;
      'Max address space '*) name=as ;;
      'Max file locks '*) name=locks ;;
      'Max pending signals '*) name=sigpending ;;
      'Max msgqueue size '*) name=msgqueue ;;
      'Max nice priority '*) name=nice ;;
      'Max realtime priority '*) name=rtprio ;;
      'Max realtime timeout '*) name=rttime ;;
      *) continue ;;
    esac
    # The names end with a word of letters, and the numbers follow.
    # shellcheck disable=SC2086
    set -- ${line#Max }
    while :; do case $1 in unlimited | [0-9]*) break ;; *) shift ;; esac; done
    limits="$limits --$name=$1:$2"
    [ "$name" != nofile ] || files=$1
  done
  [ -n "$limits" ]
}

# What a command gets and the runner could not know: written down where the session of a login is at hand. The lines that
# set its variables are the beginning of its script.
#
#                        root                      login                       user
#   variables            sudo's                    the login's                 sudo's, with those of the user
#   umask, directory     sudo's                    the login's                 sudo's umask, the user's home
#   limits               sudo's                    the login's                 the user's, asked of PAM
#   groups               root's                    those of now                those of now
#   nice, OOM score, login uid                 of the session
#   signals              none is ignored or blocked
#   descriptors          0 is empty, 1 and 2; no terminal
surroundings() {
  session=$$ dir=$started_in variables=given
  read_process $$ || return 1
  sudo=$parent
  read_process "$sudo" || return 1
  case $program in
    sudo*) ;;
    *) sudo= ;;
  esac
  case $as in
    root) uid=0 gid=0 account=root ;;
    login)
      uid=${SUDO_UID:-0} gid=${SUDO_GID:-0} account=${SUDO_USER:-root}
      if [ -n "$sudo" ]; then
        variables=login
        session=$sudo
        # A sudo with a terminal of its own is two.
        while [ "${program#sudo}" != "$program" ]; do
          session=$parent
          read_process "$session" || return 1
        done
        while read -r name value; do
          [ "$name" != Umask: ] || mask=$value
        done <"/proc/$sudo/status"
        session_is_fresh "$session" "" "$accepted" "" || { echo "$state" && return 3; }
      elif [ "$uid" -ne 0 ]; then
        find_account
      fi
      ;;
    user) find_account ;;
  esac
  if [ "$variables" = account ] && [ -n "$uid" ] && command -v runuser >/dev/null; then
    runuser -u "$account" -- cat /proc/self/limits >"$entry/as.$nonce"
    read_limits <"$entry/as.$nonce"
  else
    read_limits <"/proc/$session/limits"
  fi || return 1
  read -r oom <"/proc/$session/oom_score_adj" || oom=0
  { read -r loginuid <"/proc/$session/loginuid"; } 2>/dev/null || loginuid=
  read -r stat <"/proc/$session/stat" || return 1
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  nice=${17}
  quote "$account"
  # The last line, because a shell does not know its own number in a subshell.
  printf '%s\n' "uid=$uid gid=$gid account=$quoted" "limits='$limits' files=$files" \
    "nice=$nice oom=$oom loginuid=$loginuid mask=$mask" 'read -r pid _ </proc/self/stat' >"$entry/as.$nonce" || return 1
  {
    case $variables in
      login) export_environment_of "$sudo" ;;
      *)
        export -p
        export_variable PATH "$given_path"
        [ -n "$given_locale" ] && export_variable LC_ALL "$given_locale" || echo 'unset LC_ALL'
        echo 'unset LANGUAGE SUDO_COMMAND'
        ;;
    esac
    if [ "$variables" = account ]; then
      echo 'unset MAIL SUDO_USER SUDO_UID SUDO_GID'
      export_variable HOME "$dir"
      export_variable USER "$account"
      export_variable LOGNAME "$account"
      export_variable SHELL "$shell"
    fi
    quote "$dir"
    printf '%s\n' "cd $quoted 2>/dev/null || cd /" 'unset OLDPWD'
  } >"$entry/script.$nonce"
}

# Who is not the one that has logged in; by name or number.
find_account() {
  variables=account uid='' gid='' shell=''
  line=$(getent passwd "$account") || return
  IFS=: read -r account _ uid gid _ dir shell <<END
$line
END
}

# Passes on a script of so many bytes, or nothing of one that broke off; no program is started for so few.
receive_short() { # BYTES
  script=
  while [ "${#script}" -lt "$1" ]; do
    IFS= read -r line || break
    script="$script$line
"
  done
  [ "${#script}" -eq "$1" ] || { echo "the delivery broke off" >&2 && return 1; }
  printf '%s' "$script"
}

# A client that dies in the middle of sending leaves half a delivery, which must never run.
receive() { # META_LINES SCRIPT_BYTES
  lines=0
  while [ "$lines" -lt "$1" ]; do
    IFS= read -r line || break
    printf '%s\n' "$line" || return 1
    [ "${line#user: }" = "$line" ] || account=${line#user: }
    lines=$((lines + 1))
  done >"$entry/meta.$nonce" || return 1
  [ "$as" = tool ] || surroundings || return
  if [ "$2" -le "$short" ]; then
    receive_short "$2" >>"$entry/script.$nonce" || return 1
    [ "$lines" -eq "$1" ] && return
    echo "the delivery broke off"
    return 1
  fi
  said=$(dd bs="$2" count=1 iflag=fullblock 2>&1 >>"$entry/script.$nonce") || { echo "$said" && return 1; }
  # One whole block is all of it.
  case $said in
    1+0\ *) [ "$lines" -eq "$1" ] && return ;;
  esac
  echo "the delivery broke off"
  return 1
}

# A service of systemd's own outlives the session whatever KillUserProcesses says, and leaves nothing behind when its
# runner dies; `forking` returns when the runner has decided its claim.
launch() {
  if [ -d /run/systemd/system ]; then
    systemd-run --quiet --collect --unit="holdfast-run-$op.$key.$nonce" --description="Holdfast $op" \
      --service-type=forking -p TimeoutStartSec=300 -p TimeoutStopSec=15 -p OOMPolicy=continue -p IgnoreSIGPIPE=no \
      sh "$self" runner "$nonce" "$op" "$key" "$token" "$timeout" "$kept" "$as"
  else
    setsid sh "$self" runner "$nonce" "$op" "$key" "$token" "$timeout" "$kept" "$as"
  fi </dev/null 2>&1 8>&- 9>&-
}

# An entry may have been removed under a delivery; then its line is told.
not_delivered() { # WHY
  check_fence
  ! buried || answer_buried
  no_journal "$1"
}

start() { # META_LINES SCRIPT_BYTES
  error=$({ mkdir -p "$entry" && true >>"$entry/lock"; } 2>&1) || not_delivered "$error"
  error=$(receive "$1" "$2" 2>&1)
  case $? in
    0) ;;
    3)
      forget_delivery
      say "stale $error"
      say end
      exit 0
      ;;
    *)
      forget_delivery
      not_delivered "$error"
      ;;
  esac
  error=$(launch) || is_ours || {
    if [ -s "$entry/starts" ]; then
      forget_delivery
    else
      # A close may have stopped the runner before it could claim; nothing is taken from one that claims after all.
      flock -n "$entry/lock" rm -f "$entry/script.$nonce" "$entry/meta.$nonce" "$entry/as.$nonce"
      check_fence
      ! buried || answer_buried
      not_launched "${error:-its runner was killed}"
    fi
  }
}

# Whether what runs is what this delivery brought: then the fence has let it pass.
is_ours() {
  { read -r claim <"$entry/starts"; } 2>/dev/null || return 1
  [ "${claim##* delivery=}" = "$nonce" ]
}

# Nothing is said of an entry to whom the fence keeps out; the lock, because the fence is written in place.
check_fence() {
  [ -e "$fence" ] || return 0
  lock_fence && read_fence || no_journal "the fence is locked or damaged: $fence"
  exec 8>&-
  [ "$token" -lt "$seen" ] || return 0
  say "fenced $seen"
  say end
  exit 0
}

stream() { # NAME FROM SIZE BYTES
  [ "$2" -lt "$3" ] || return 0
  if [ "$state" != running ] && [ "$2" = 0 ] && [ "$3" -le "$4" ]; then
    say "$1 0 $(base64 -w0 "$entry/$1")"
  else
    say "$1 $2 $(tail -c +"$(($2 + 1))" "$entry/$1" | head -c "$4" | base64 -w0)"
  fi
}

# Both streams in one budget: what one of them does not need the other may have.
streams() { # SIZE_OUT SIZE_ERR
  for_out=$(($1 - from_out))
  for_err=$(($2 - from_err))
  [ "$for_out" -ge 0 ] || for_out=0
  [ "$for_err" -le $((budget / 2)) ] || [ "$((for_out + for_err))" -le "$budget" ] ||
    for_err=$((for_out < budget / 2 ? budget - for_out : budget / 2))
  for_out=$((budget - for_err))
  stream out "$from_out" "$1" "$for_out"
  stream err "$from_err" "$2" "$for_err"
}

grown() {
  # shellcheck disable=SC2046
  set -- $(stat -c %s "$entry/out" "$entry/err" 2>/dev/null)
  [ "${1:-0}" -gt "$from_out" ] || [ "${2:-0}" -gt "$from_err" ]
}

# Until the command has ended, or a second later if there is output to tell; false if it still runs.
await_end() {
  while [ "$wait" -gt 1 ]; do
    flock -s -w 1 9 && return
    ! grown || return 1
    wait=$((wait - 1))
  done
  flock -s -w "$wait" 9
}

# What deliveries left whose programs here were killed; the one that was started keeps its own.
forget_broken_deliveries() {
  { read -r claim <"$entry/starts"; } 2>/dev/null || return 0
  for left in "$entry"/meta.* "$entry"/script.* "$entry"/as.*; do
    [ "${left##*.}" = "${claim##* delivery=}" ] || ! [ -e "$left" ] || rm -f "$left"
  done
}

answer_buried() {
  # shellcheck disable=SC2086
  set -- $tombstone
  say "$3 $4 $5 0 0 $6"
  say "tail $(printf '[the output was removed from the server on %s]\n' "$7" | base64 -w0)"
  say end
  exit 0
}

answer() {
  # `command`, because a failing redirection of exec ends a POSIX shell on the spot.
  { command exec 9<"$entry/lock"; } 2>/dev/null || {
    ! buried || answer_buried
    no_journal "the entry is gone"
  }
  if await_end; then
    outcome_of "$entry"
    if [ "$state" != finished ] || ! [ -s "$entry/starts" ]; then
      ! buried || answer_buried
      [ -s "$entry/starts" ] || {
        check_fence
        no_journal "the start could not be recorded (disk full?); nothing was run"
      }
    fi
  else
    state=running
    code=-1
    why=running
  fi
  set -- 0 0
  if [ -s "$entry/out" ] || [ -s "$entry/err" ]; then
    # shellcheck disable=SC2046
    set -- $(stat -c %s "$entry/out" "$entry/err" || echo 0 0)
  fi
  reverted=0
  ! was_reverted "$op.$key" || reverted=1
  say "$state $code $why $1 $2 $reverted"
  streams "$1" "$2"
  if [ "$state" != running ] && [ "$1$2" != 00 ]; then
    say "tail $(tail -q -c 4096 "$entry/out" "$entry/err" | base64 -w0)"
  fi
  say end
  [ "$state" = running ] || {
    forget_broken_deliveries
    clean_seldom
  }
}

# --- clean-up ---------------------------------------------------------------------------------------------------

# At most once an hour, and on its own: nobody waits for it, and the end of this session does not end it.
clean_seldom() {
  uptime
  { read -r cleaned <"$journal/cleaned"; } 2>/dev/null
  # After a restart the time of the last one is in the future.
  case ${cleaned:-no} in
    *[!0-9]*) ;;
    *) [ "$cleaned" -gt "$up" ] || [ $((up - cleaned)) -ge 3600 ] || return 0 ;;
  esac
  { printf '%s\n' "$up" >"$journal/cleaned"; } 2>/dev/null || return 0
  if [ -d /run/systemd/system ]; then
    systemd-run --quiet --collect --no-block --unit=holdfast-clean --description="Holdfast clean-up" \
      -p Nice=10 -p RuntimeMaxSec=300 sh "$self" clean "$nonce" -
  else
    setsid sh "$self" clean "$nonce" - &
  fi </dev/null >/dev/null 2>&1 9>&-
}

nearly_full() {
  # shellcheck disable=SC2046
  set -- $(stat -f -c '%a %b %d %c' "$journal")
  [ $(($1 * 20)) -lt "$2" ] || [ $(($3 * 20)) -lt "$4" ]
}

# The line in `gone` is on the disk before anything is removed, all of it under the entry's lock. The output goes
# first, so that there is room for the line on a disk that is full.
bury() { # ENTRY
  op=${1%/*} op=${op##*/} key=${1##*/}
  exec 9<"$1/lock" && flock -n 9 && [ -s "$1/starts" ] || return 1
  outcome_of "$1"
  reverted=0
  ! was_reverted "$op.$key" || reverted=1
  true >"$1/out" && true >"$1/err" || return 1
  # On a line of its own, whatever an earlier one left that found no room.
  printf '\n%s %s %s %s %s %s %s\n' "$op" "$key" "$state" "$code" "$why" "$reverted" "$(date -u +%F)" >>"$month" &&
    sync "$month" "$gone" && buried || return 1
  rm -rf "$1"
}

# What is left has its turn an hour later.
in_time() {
  uptime
  [ $((up - cleaning_since)) -lt "$patience" ]
}

clean_entries() {
  ended() { find "$journal" -mindepth 3 -maxdepth 3 -name result -printf '%T@ %h\n'; }
  count=$(ended | wc -l)
  batch=$((batch + count / 10))
  ended | sort -n | head -n "$batch" | while read -r at dir; do
    age=$((now - ${at%.*}))
    [ "$age" -gt "$retention" ] || { [ "$age" -gt "$spared" ] && [ "$count" -gt "$most" ]; } ||
      { [ "$age" -gt "$spared_full" ] && nearly_full; } || break
    in_time || break
    # One that cannot be removed is running, or there is no room for its line.
    ! (bury "$dir") || count=$((count - 1))
  done
  # What was delivered and never started, or half removed.
  find "$journal" -mindepth 2 -maxdepth 2 -type d -mtime +30 | head -n "$batch" | while read -r dir; do
    [ -s "$dir/starts" ] && [ -e "$dir/result" ] || ! flock -n "$dir/lock" true || rm -rf "$dir"
  done
  find "$gone" -type f -mtime "+$tombstones" -delete
  find "$journal" -mindepth 1 -maxdepth 1 -type d -mtime +30 -empty -delete
}

# What was confirmed or taken back a month ago, unless the journal still has its entry.
clean_reverts() {
  [ -d "$root/revert" ] || return 0
  find "$root/revert" -mindepth 1 -maxdepth 1 -type d -mtime +30 | head -n "$batch" | while read -r dir; do
    id=${dir##*/}
    [ -e "$dir/pending" ] || [ -e "$dir/reverting" ] || [ -e "$journal/${id%%.*}/${id#*.}" ] || rm -rf "$dir"
  done
}

# Programs of other versions; one that is removed too early is delivered again. Never one that a revert is waiting for.
clean_programs() {
  touch -c "$self"
  find "$root/bin" -type f -mtime +30 -atime +30 | head -n "$batch" | while read -r program; do
    cat "$root"/revert/*/program 2>/dev/null | grep -q -x -F "$program" || rm -f "$program"
  done
}

clean() {
  true >>"$journal/clean.lock" && exec 7>>"$journal/clean.lock" && flock -n 7 || exit 0
  mkdir -p "$gone" || exit 1
  uptime
  cleaning_since=$up
  now=$(date +%s)
  month=$gone/$(date -u +%Y-%m)
  clean_entries
  clean_reverts
  clean_programs
}

# --- close ------------------------------------------------------------------------------------------------------

stop_runners() {
  if [ -d /run/systemd/system ]; then
    # A unit that ends by itself meanwhile makes `stop` fail: what counts is that none is left.
    tries=0
    # A systemd that does not answer says nothing of what is left.
    until units=$(systemctl list-units --all --plain --no-legend "holdfast-run-$op.*.service") && [ -z "$units" ]; do
      tries=$((tries + 1))
      [ "$tries" -le 10 ] || { echo "the operation's commands cannot be stopped" && return 1; }
      systemctl stop "holdfast-run-$op.*.service"
    done
    return 0
  fi
  for lock in "$journal/$op"/*/lock; do
    [ -e "$lock" ] || continue
    # Only while the lock is held does the session's number belong to the runner.
    flock -n -s "$lock" true && continue
    read -r session <"${lock%/*}/session" || continue
    pkill -TERM -s "$session"
    flock -s -w 10 "$lock" true || pkill -KILL -s "$session"
    flock -s -w 10 "$lock" true
    { read -r claim <"${lock%/*}/starts"; } 2>/dev/null || continue
    mark_of "${claim##* delivery=}"
    unit=
    end_left
  done
}

# Removes what transfers of the operation left; transfer.sh records what that is. Only what it can have made.
remove_transfers() {
  for record in "$root/transfers/$op".*; do
    [ -f "$record" ] || continue
    { IFS= read -r leftover <"$record"; } 2>/dev/null || leftover=
    case ${leftover##*/} in
      .*holdfast-????????-????-????-????-????????????) rm -rf -- "$leftover" ;;
    esac
    rm -f -- "$record"
  done
}

# Nobody asks for the output of an ended operation any more: what is large of it would only fill the disk.
shrink_output() {
  [ ! -d "$journal/$op" ] ||
    find "$journal/$op" -type f \( -name out -o -name err \) -size +16384 -exec truncate -s 8M {} +
}

close_operation() {
  error=$(mkdir -p "$journal" 2>&1) || no_journal "$error"
  lock_fence && read_fence || no_journal "the fence is locked or damaged: $fence"
  if [ "$token" -ge "$seen" ]; then
    error=$(raise_fence "$((token + 1))" 2>&1) || no_journal "$error"
  fi
  # From here on no runner of this token can claim; the ones that have claimed are stopped.
  exec 8>&-
  error=$(stop_runners 2>&1) || no_journal "$error"
  revert_pending of "$op"
  remove_transfers
  shrink_output
  say closed
  say end
}

case $verb in
  run | wait)
    key=$4 token=$5 timeout=$6 wait=$7 from_out=$8 from_err=$9
    entry=$journal/$op/$key
    if [ "$verb" = run ] && ! [ -s "$entry/starts" ]; then
      shift 9
      kept=$3 as=${4:-tool} accepted=${5:-none}
      start "$1" "$2"
    fi
    is_ours || check_fence
    answer
    ;;
  runner)
    key=$4 token=$5 timeout=$6 kept=$7 as=${8:-tool}
    entry=$journal/$op/$key
    claim_and_run
    ;;
  close)
    token=$4
    close_operation
    ;;
  clean) clean ;;
esac
