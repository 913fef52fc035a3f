# Looks at several things of the engine at once.

# inspected TYPE NAMES FORMAT: a line for each that is there; what is neither there nor said to be absent is not known
inspected() {
  [ -n "$2" ] || return 0
  # shellcheck disable=SC2086
  answers=$({ docker inspect --type "$1" -f "$3" -- $2 2>&1 >&3 | sed 's/^/error: /'; } 3>&1)
  complaints=$(printf '%s\n' "$answers" | sed -n 's/^error: //p')
  [ -z "$complaints" ] || absent "$complaints" || later "docker says of $1 $2: $complaints"
  # shellcheck disable=SC2086
  set -- $2
  [ "$(printf '%s\n' "$answers" | grep -c .)" -ge $# ] || later "docker says nothing of some of $*"
  printf '%s\n' "$answers" | grep -v '^error: ' | grep . || true
}

engine_label() { printf '{{with index .%s "dev.holdfast.%s"}}{{.}}{{end}}' "$1" "$2"; }
