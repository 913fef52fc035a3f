# What no container uses, for as long as asked: a line for each, with its fields between bars, which no name holds:
# what, id, name, since, bytes, the stopped containers that have it, the names of an image

# long_ago TIME: as the engine writes it, in quotes or not
long_ago() {
  at=$(date -u -d "$(printf %s "$1" | tr -d '"')" +%s 2>/dev/null) && [ "$at" -le "$limit" ]
}

# holders FIELD VALUE: the containers in whose nth field this word is
holders() {
  printf '%s\n' "$all" | awk -F'|' -v field="$1" -v value="$2" \
    '{ n = split($field, words, " "); for (i = 1; i <= n; i++) if (words[i] == value) { print $1; break } }'
}

# held FIELD VALUE: fails where a container has it that is in use itself; else `users` are those that have it
held() {
  users=$(holders "$1" "$2")
  for holder in $users; do
    case $stopped in *"|$holder|"*) ;; *) return 1 ;; esac
  done
  users=$(printf '%s' "$users" | tr '\n' ' ')
}

unused_containers() {
  printf '%s\n' "$all" | while IFS='|' read -r id name status finished created stack _; do
    case $status in
      exited | dead) since=$finished ;;
      created) since=$created ;;
      *) continue ;;
    esac
    [ -z "$stack" ] && [ ! -e "/var/lib/holdfast/quarantine/$id" ] && long_ago "$since" || continue
    printf 'container|%s|%s|%s|||\n' "$id" "$name" "$since"
  done
}

# Not those that others are built on: the engine keeps them for as long as these are there.
unused_images() {
  ask image ls --all --no-trunc --quiet
  images=$(inspected image "$(printf '%s\n' "$said" | sort -u)" \
    '{{.Id}}|{{.Parent}}|{{.Created}}|{{json .Metadata.LastTagTime}}|{{.Size}}|{{range .RepoTags}}{{.}} {{end}}|{{range .RepoDigests}}{{.}} {{end}}') || exit
  parents="|$(printf '%s\n' "$images" | cut -d'|' -f2 | tr '\n' '|')"
  printf '%s\n' "$images" | grep . | while IFS='|' read -r id _ created tagged size tags digests; do
    case $parents in *"|$id|"*) continue ;; esac
    case $tagged in '"0001-'* | '') since=$created ;; *) since=$(printf %s "$tagged" | tr -d '"') ;; esac
    held 7 "$id" && long_ago "$since" || continue
    references=${tags:-$digests}
    name=${references%% *}
    short=${id#*:}
    printf 'image|%s|%s|%s|%s|%s|%s\n' "$id" "${name:-$(printf %.12s "$short")}" "$since" "$size" "$users" "$references"
  done
}

unused_networks() {
  ask network ls --no-trunc --quiet
  networks=$(inspected network "$said" \
    "{{.Id}}|{{.Name}}|{{json .Created}}|{{.Scope}}|{{len .Containers}}|$(engine_label Labels stack)") || exit
  printf '%s\n' "$networks" | grep . | while IFS='|' read -r id name created scope attached stack; do
    case $name in bridge | host | none | docker_gwbridge | quarantine_net) continue ;; esac
    [ "$scope" = local ] && [ "$attached" = 0 ] && [ -z "$stack" ] && held 8 "$id" && long_ago "$created" || continue
    printf 'network|%s|%s|%s||%s|\n' "$id" "$name" "$(printf %s "$created" | tr -d '"')" "$users"
  done
}

# One with options of its driver may be any directory of the server, or of another.
unused_volumes() {
  ask volume ls --quiet
  volumes=$(inspected volume "$said" \
    "{{.Name}}|{{.CreatedAt}}|{{.Driver}}|{{len .Options}}|$(engine_label Labels stack)") || exit
  printf '%s\n' "$volumes" | grep . | while IFS='|' read -r name created driver options stack; do
    [ "$driver" = local ] && [ "$options" = 0 ] && [ -z "$stack" ] && held 9 "$name" && long_ago "$created" || continue
    printf 'volume|%s|%s|%s||%s|\n' "$name" "$name" "$created" "$users"
  done
}

unused_row() { # SECONDS
  limit=$(($(date +%s) - $1))
  ask ps --all --no-trunc --quiet
  all=$(inspected container "$said" \
    "{{.Id}}|{{slice .Name 1}}|{{.State.Status}}|{{.State.FinishedAt}}|{{.Created}}|$(engine_label Config.Labels stack)|{{.Image}}|{{range .NetworkSettings.Networks}}{{.NetworkID}} {{end}}|{{range .Mounts}}{{if eq .Type \"volume\"}}{{.Name}} {{end}}{{end}}") || exit
  containers=$(unused_containers) || exit
  stopped="|$(printf '%s\n' "$containers" | cut -d'|' -f2 | tr '\n' '|')"
  found=$(printf '%s\n' "$containers" && unused_images && unused_networks && unused_volumes) || exit
  row unused "older-than:$1" "$(printf '%s\n' "$found" | b64)"
}

# All of it from one engine, or nothing: see the facts about single things.
unused_facts() {
  command -v docker >/dev/null && ! docker --version 2>/dev/null | grep -qi podman || return 0
  patience=0 tries=''
  until rows=$(unused_row "${asked_unused#*:}"); do
    tries=$tries.
    [ "$tries" != ... ] || return 0
    sleep 1
  done
  printf '%s\n' "$rows"
}
unused_facts
