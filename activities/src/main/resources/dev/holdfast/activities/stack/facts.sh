# The facts about what is asked for by its name.

engine_row() { printf 'engine\t%s:%s\t%s\t%s\t%s' "$1" "$2" "$3" "$(engine_label "$4" spec)" "$5"; }

engine_image() { # REFERENCE
  ask image inspect -f there -- "$1" || return 0
  ask ps --all --filter "ancestor=$1" --format '{{.Label "dev.holdfast.stack"}}/'
  [ -z "$said" ] || said=$(printf '%s\n' "$said" | sort -u | tr -d / | tr '\n' ',')
  row engine "image:$1" true "" "$said"
}

# All that listens: processes, then what containers publish.
engine_ports() {
  ask ps -q
  # shellcheck disable=SC2086
  published=$([ -z "$said" ] || docker inspect --type container -f \
    '{{$n := slice .Name 1}}{{range $p, $at := .NetworkSettings.Ports}}{{range $at}}{{$n}} {{$p}} {{.HostIp}} {{.HostPort}}{{"\n"}}{{end}}{{end}}' \
    -- $said 2>/dev/null | grep .)
  row engine ports:all "$(ss -Hltunp 2>/dev/null | b64)" "$(printf '%s\n' "$published" | b64)"
}

engine_quarantines() {
  # No pattern: names are not expanded here.
  isolated=$(for id in $(ls /var/lib/holdfast/quarantine 2>/dev/null); do
    mark=/var/lib/holdfast/quarantine/$id
    [ -s "$mark/before" ] || continue
    ask container inspect -f '{{slice .Name 1}}' -- "$id" || continue
    printf '%s %s\n' "$said" "$(b64 <"$mark/about")"
  done) || exit
  row engine quarantines:all "$(printf '%s\n' "$isolated" | b64)"
}

# Which containers mount what, and to which stack they belong.
engine_mounted() {
  ask ps --all --no-trunc --format '{{.Names}}|{{.Label "dev.holdfast.stack"}}|{{.Mounts}}'
  row engine mounted:all "$(printf '%s\n' "$said" | b64)"
}

# What belongs to a stack, which is then looked at like what is asked for by its name.
engine_stack() { # STACK
  ask ps --all --filter "label=dev.holdfast.stack=$1" --format '{{.Names}}'
  of_stack=$(printf '%s\n' "$said" | sed -n 's/^\([^,][^,]*\).*/container:\1/p')
  ask network ls --filter "label=dev.holdfast.stack=$1" --format '{{.Name}}'
  of_stack="$of_stack
$(printf '%s\n' "$said" | sed 's/^./network:&/')"
  ask volume ls --filter "label=dev.holdfast.stack=$1" --format '{{.Name}}'
  of_stack="$of_stack
$(printf '%s\n' "$said" | sed 's/^./volume:&/')"
  of_stack=$(printf '%s\n' "$of_stack" | grep . || true)
  row engine "stack:$1" "$(printf '%s\n' "$of_stack" | b64)"
  for one in $of_stack; do
    case $one in
      container:*) containers="$containers ${one#*:}" ;;
      network:*) networks="$networks ${one#*:}" ;;
      volume:*) volumes="$volumes ${one#*:}" ;;
    esac
  done
}

engine_mounts() {
  # shellcheck disable=SC2086
  found=$(mount_rows $paths) || exit
  printf '%s\n' "$found" | while IFS= read -r line; do
    path=${line%%"$tab"*} line=${line#*"$tab"}
    row engine "mount:$path" "$(printf %s "${line%%"$tab"*}" | b64)" "$(printf %s "${line#*"$tab"}" | b64)"
  done
}

engine_rows() {
  ask version -f '{{.Server.Version}}'
  containers='' networks='' volumes='' paths=''
  for asked in $asked_engine; do
    name=${asked#*:}
    case $asked in
      engine:*) row engine "$asked" true "" "" ;;
      ports:*) engine_ports ;;
      quarantines:*) engine_quarantines ;;
      mounted:*) engine_mounted ;;
      mount:*) paths="$paths $name" ;;
      container:*) containers="$containers $name $name.new $name.proven" ;;
      network:*) networks="$networks $name" ;;
      volume:*) volumes="$volumes $name" ;;
      image:*) engine_image "$name" ;;
      stack:*) engine_stack "$name" ;;
    esac
  done
  [ -z "$paths" ] || engine_mounts
  # Older engines evaluate both sides of an `and`: what may be missing is asked for first.
  inspected container "$containers" "$(engine_row container '{{slice .Name 1}}' \
    '{{if .State.Health}}{{and .State.Running (not .State.Paused) (not .State.Restarting) (ne .State.Health.Status "unhealthy")}}{{else}}{{and .State.Running (not .State.Paused) (not .State.Restarting)}}{{end}}' \
    Config.Labels "$(engine_label Config.Labels stack)")"
  inspected network "$networks" "$(engine_row network '{{.Name}}' true Labels "$(engine_label Labels stack)")"
  # One with options of its driver is none of ours: it may be any directory of the server.
  inspected volume "$volumes" \
    "$(engine_row volume '{{.Name}}' true Labels "{{if not .Options}}$(engine_label Labels stack),{{end}}")"
}

# All of it from one engine, or nothing: an engine that stops in the middle knows of nothing, which is not gone.
engine_facts() {
  # Podman's client may have the same name: what it answers is not what is asked for here.
  command -v docker >/dev/null && ! docker --version 2>/dev/null | grep -qi podman || return 0
  patience=0 tries=''
  until rows=$(engine_rows); do
    tries=$tries.
    [ "$tries" != ... ] || return 0
    sleep 1
  done
  printf '%s\n' "$rows"
}
engine_facts
