# Asks and tells the Docker engine. What it does not answer is unknown: neither there nor gone.

seconds() { read -r up _ </proc/uptime && echo "${up%.*}"; }

# What another attempt may cure ends with a code of its own.
later() { echo "$*" >&2; exit 75; }

engine_up() { timeout 20 docker version -f '{{.Server.Version}}' >/dev/null 2>&1; }

# engine_within SECONDS: waits until it answers
engine_within() {
  limit=$(($(seconds) + $1))
  until engine_up; do
    [ "$(seconds)" -lt "$limit" ] || return 1
    sleep 1 || true
  done
}

unanswered() { later "docker does not answer on the server; start it with systemctl start docker"; }

# absent LINES: whether each of them says that there is no such thing
absent() {
  [ -n "$1" ] && ! printf '%s\n' "$1" |
    grep -Eiv '^ *$|no such (container|network|volume|image|object)|network .* not found' >/dev/null
}

# ask ARGUMENT…: sets `said`; fails where there is no such thing. It waits for an engine that does not answer.
ask() {
  for _ in 1 2 3; do
    ! said=$(docker "$@" 2>/dev/null) || return 0
    complaint=$(docker "$@" 2>&1 >/dev/null) || { ! absent "$complaint" || return 1; }
    engine_within "${patience:-60}" || unanswered
  done
  later "docker on the server does not say what is asked of it: $complaint"
}

# tell COMMAND…: has the engine do something; fails where it refuses
tell() {
  if said=$("$@" 2>&1); then
    printf '%s\n' "$said" | grep -i '^warning' || true
    return 0
  fi
  printf '%s\n' "$said"
  case $said in
    *"Cannot connect to the Docker daemon"* | *"error during connect"* | *"dial unix"* | *"connection reset by peer"* | \
      *"unexpected EOF"* | *"is closing"* | *"shutting down"*) unanswered ;;
  esac
  engine_up || unanswered
  return 1
}

# free NAME: fails where a container of this name is in quarantine
free() {
  ask container inspect -f '{{.Id}}' -- "$1" || return 0
  [ ! -e "/var/lib/holdfast/quarantine/$said" ] ||
    fail "the container $1 is in quarantine; release it first with ./holdfast containers release"
}

# restored NAME: waits until what an attempt before this one has left has put the container back
restored() {
  [ -d /run/systemd/system ] || return 0
  limit=$(($(seconds) + 90))
  while systemctl is-active --quiet "holdfast-restore-$1.service"; do
    [ "$(seconds)" -lt "$limit" ] ||
      later "an attempt before this one still puts the container $1 back; see journalctl -u holdfast-restore-$1"
    sleep 1 || true
  done
}
