engine_pid() { systemctl show -p MainPID --value docker.service; }

engine_says() { timeout 20 docker -H unix:///var/run/docker.sock "$@" 2>/dev/null; }

# engine_asked FORMAT: what the engine says of itself
engine_asked() { engine_says info -f "$1"; }

# most_files: how many open files what starts containers can give them at most; nothing where it does not run. Whoever
# may raise limits is held by the kernel alone, but not root of a user namespace.
most_files() {
  least='' main=$(engine_pid)
  runtime=$(systemctl show -p MainPID --value containerd.service)
  case $runtime in '' | 0) runtime=$(pgrep -P "$main" -x containerd) || : ;; esac
  for pid in $main $runtime; do
    hard=$(sed -n 's/^Max open files *[^ ]* *\([^ ]*\).*/\1/p' "/proc/$pid/limits" 2>/dev/null) || :
    capabilities=$(sed -n 's/^CapEff:[^0-9a-f]*//p' "/proc/$pid/status" 2>/dev/null) || :
    case $hard in '' | *[!0-9]*) continue ;; esac
    if [ $(((0x${capabilities:-0} >> 24) & 1)) = 1 ] && grep -q '^ *0 *0 *4294967295$' /proc/self/uid_map; then
      hard=$(cat /proc/sys/fs/nr_open)
    fi
    if [ -z "$least" ] || [ "$hard" -lt "$least" ]; then least=$hard; fi
  done
  printf %s "$least"
}

# unread FILE: whether it was changed after the engine had started
unread() {
  [ -f "$1" ] || return 1
  since=$(systemctl show -p ExecMainStartTimestamp --value docker.service)
  [ -n "$since" ] && [ "$(stat -c %Y -- "$1")" -gt "$(date -d "$since" +%s)" ]
}
