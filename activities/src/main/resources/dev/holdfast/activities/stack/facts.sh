# inspected TYPE NAMES FORMAT: a line for each that is there
inspected() {
  # shellcheck disable=SC2086
  [ -z "$2" ] || docker inspect --type "$1" -f "$3" -- $2 2>/dev/null | grep .
}

engine_label() { printf '{{with index .%s "dev.holdfast.%s"}}{{.}}{{end}}' "$1" "$2"; }

engine_row() { printf 'engine\t%s:%s\t%s\t%s\t%s' "$1" "$2" "$3" "$(engine_label "$4" spec)" "$5"; }

engine_image() { # REFERENCE
  [ "$(docker image inspect -f there -- "$1" 2>/dev/null)" = there ] || return
  row engine "image:$1" true "" \
    "$(docker ps --all --filter "ancestor=$1" --format '{{.Label "dev.holdfast.stack"}}' | sort -u | tr '\n' ',')"
}

# All that listens: processes, then what containers publish.
engine_ports() {
  row engine ports:all "$(ss -Hltunp 2>/dev/null | b64)" "$(inspected container "$(docker ps -q 2>/dev/null)" \
    '{{$n := slice .Name 1}}{{range $p, $at := .NetworkSettings.Ports}}{{range $at}}{{$n}} {{$p}} {{.HostIp}} {{.HostPort}}{{"\n"}}{{end}}{{end}}' | b64)"
}

engine_facts() {
  containers='' networks='' volumes=''
  for asked in $asked_engine; do
    name=${asked#*:}
    case $asked in
      engine:*) ! docker version -f '{{.Server.Version}}' >/dev/null 2>&1 || row engine "$asked" true "" "" ;;
      ports:*) engine_ports ;;
      mount:*) ! at=$(realpath -e -- "$name" 2>/dev/null) || row engine "$asked" "$(printf %s "$at" | b64)" ;;
      container:*) containers="$containers $name $name.new" ;;
      network:*) networks="$networks $name" ;;
      volume:*) volumes="$volumes $name" ;;
      image:*) engine_image "$name" ;;
    esac
  done
  # Older engines evaluate both sides of an `and`: what may be missing is asked for first.
  inspected container "$containers" "$(engine_row container '{{slice .Name 1}}' \
    '{{if .State.Health}}{{and .State.Running (not .State.Paused) (not .State.Restarting) (ne .State.Health.Status "unhealthy")}}{{else}}{{and .State.Running (not .State.Paused) (not .State.Restarting)}}{{end}}' \
    Config.Labels "$(engine_label Config.Labels stack)")"
  inspected network "$networks" "$(engine_row network '{{.Name}}' true Labels "$(engine_label Labels stack)")"
  # One with options of its driver is none of ours: it may be any directory of the server.
  inspected volume "$volumes" \
    "$(engine_row volume '{{.Name}}' true Labels "{{if not .Options}}$(engine_label Labels stack){{end}}")"
}
engine_facts
