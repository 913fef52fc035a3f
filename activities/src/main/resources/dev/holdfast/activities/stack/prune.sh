# prune WHAT ID NAME SINCE [REFERENCE…]: removes it, unless it is gone, or somebody uses it since
prune() {
  what=$1 id=$2 name=$3 since=$4
  shift 4
  "still_unused_$what" || { echo "the $what $name is in use since the plan was made; it stays"; return 0; }
  if [ $# = 0 ]; then
    discard "$id"
    return
  fi
  for reference in "$@"; do
    discard "$reference"
  done
}

# The engine refuses to remove what is in use.
discard() {
  tell docker "$what" rm -- "$1" && return 0
  case $said in
    *"in use"* | *"being used"* | *"is using"* | *running* | *paused* | *"active endpoints"* | *"dependent child"*)
      echo "the $what $name is in use since the plan was made; it stays" ;;
    *"No such"* | *"no such"* | *"not found"*) ;;
    *) fail "the $what $name cannot be removed: see the lines before this one" ;;
  esac
}

# Whoever started it meanwhile, and stopped it again, has shown that it is used.
still_unused_container() {
  ask container inspect -f '{{.State.Status}} {{.State.FinishedAt}} {{.Created}}' -- "$id" || return 0
  [ ! -e "/var/lib/holdfast/quarantine/$id" ] || return 1
  case $said in
    "exited $since "* | "dead $since "* | created*" $since") ;;
    *) return 1 ;;
  esac
}

nobody() {
  ask ps --all --quiet --filter "$1"
  [ -z "$said" ]
}

still_unused_image() { nobody "ancestor=$id"; }

# The engine itself looks at running containers only, and the others would not start any more.
still_unused_network() { nobody "network=$id"; }

still_unused_volume() { nobody "volume=$id"; }
