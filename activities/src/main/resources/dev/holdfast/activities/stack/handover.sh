# Tells proxies where to send, and lets an old container work until the new one gets its requests. The preamble has switch_to
# CONTAINER, which tells each proxy before the tool to send there.

# point CONTAINER PROXY NETWORK COMMAND: runs the command in the proxy. One that does not run sends nothing, and asks for the
# tool's address when it starts.
point() {
  ask container inspect -f '{{.State.Running}}' -- "$2" || return 0
  [ "$said" = true ] || return 0
  ask container inspect -f "{{with index .NetworkSettings.Networks \"$3\"}}{{.IPAddress}}{{end}}" -- "$1" || return 1
  [ -n "$said" ] || { echo "the container $1 has no address in the network $3" && return 1; }
  tell timeout 10 docker exec --env TOOL="$tool" --env ADDRESS="$said" -- "$2" sh -c "$4" ||
    { echo "the container $2 does not send to $said: its switchBackend failed" && return 1; }
}

# named CONTAINER: gives it the tool's name in each of its networks, which one has not that is made beside an old one
named() {
  for network in $first $networks; do
    ask container inspect -f "{{with index .NetworkSettings.Networks \"$network\"}}{{range .Aliases}}{{.}} {{end}}{{end}}" -- "$1" || return 1
    case " $said" in *" $tool "*) continue ;; esac
    ask container inspect -f "{{with index .NetworkSettings.Networks \"$network\"}}member{{end}}" -- "$1" || return 1
    [ -z "$said" ] || tell docker network disconnect -- "$network" "$1" || return 1
    tell docker network connect --alias "$tool" -- "$network" "$1" || return 1
  done
}

# busy CONTAINER: whether somebody is connected to a port on which it listens (proc(5): 0A is LISTEN, 01 ESTABLISHED)
busy() {
  ask container inspect -f '{{.State.Pid}}' -- "$1" || return 1
  cat "/proc/$said/net/tcp" "/proc/$said/net/tcp6" 2>/dev/null | awk '
    { n = split($2, at, ":"); port = at[n] }
    $4 == "0A" { listens[port] = 1 }
    $4 == "01" { open[port] = 1 }
    END { for (port in open) if (port in listens) exit 0; exit 1 }'
}

# hand_over OLD NEW: the proxies send to the new one from here on; the old one ends what it has begun, for 30 s at most
hand_over() {
  switch_to "$2" || { switch_to "$1" || true; return 1; }
  deadline=$(($(seconds) + ${drain:-30}))
  while :; do
    sleep 1 || true
    stays "$2" || { switch_to "$1" || true; echo "$why" && return 1; }
    [ "$(seconds)" -lt "$deadline" ] && busy "$1" || return 0
  done
}
