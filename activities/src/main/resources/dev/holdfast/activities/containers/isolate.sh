# Isolates the container. Everything here may have been done already by a run that died: it is done again or left as it is.
# `about` is the new content of that file, `operation` the operation, `freeze` is true or false.
[ -n "$(look '{{.Id}}')" ] || fail "the container is gone: nothing was changed"

# A network of containers that reach nobody: not each other, not another network and not the server itself.
make_net() {
  if engine network inspect -- "$net" >/dev/null 2>&1; then
    [ "$(engine network inspect -f '{{index .Labels "dev.holdfast.quarantine"}} {{.Internal}}' -- "$net")" = "true true" ] ||
      fail "the network $net is there and was made by others; remove it with docker network rm $net: nothing was changed"
    return
  fi
  said=$(engine network create --internal --label dev.holdfast.quarantine=true \
    --opt com.docker.network.bridge.enable_icc=false --opt "com.docker.network.bridge.name=$link" -- "$net" 2>&1) ||
    fail "the network $net cannot be made, nothing was changed: $said"
}

# In a table of our own, all at once; what others have in it stays.
guard() {
  command -v nft >/dev/null || return 1
  nft -f - 2>/dev/null <<END
add table inet holdfast
add chain inet holdfast quarantine_input { type filter hook input priority -10; }
flush chain inet holdfast quarantine_input
add rule inet holdfast quarantine_input iifname "$link" drop
add chain inet holdfast quarantine_forward { type filter hook forward priority -10; }
flush chain inet holdfast quarantine_forward
add rule inet holdfast quarantine_forward iifname "$link" drop
add rule inet holdfast quarantine_forward oifname "$link" drop
END
}

# The same once more where the container is, so that nothing comes out of it: the engine would resolve names for it.
seal() {
  inside nft -f - 2>/dev/null <<'END'
add table inet holdfast
add chain inet holdfast quarantine { type filter hook output priority -10; }
flush chain inet holdfast quarantine
add rule inet holdfast quarantine oifname != "lo" drop
add rule inet holdfast quarantine ip daddr 127.0.0.11 drop
END
}

# As it is now; the evidence of the moment, at most 3 s of it.
record() {
  mkdir -p -m 700 "$root" "$mark" "$mark/evidence" || fail "the mark cannot be written on the server: nothing was changed"
  {
    look 'state {{.State.Running}} {{.State.Paused}} {{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy.MaximumRetryCount}}'
    look '{{range $n, $e := .NetworkSettings.Networks}}network {{with $e.NetworkID}}{{.}}{{else}}-{{end}} {{with $e.IPAddress}}{{.}}{{else}}-{{end}} {{if $e.IPAMConfig}}{{with $e.IPAMConfig.IPv4Address}}{{.}}{{else}}-{{end}} {{with $e.IPAMConfig.IPv6Address}}{{.}}{{else}}-{{end}}{{else}}- -{{end}} {{range $e.Aliases}}{{.}},{{else}}-{{end}} {{range $e.Links}}{{.}},{{else}}-{{end}} {{$n}}
{{end}}' | grep . || true
  } >"$mark/before.new" || fail "the mark cannot be written on the server: nothing was changed"
  printf '%s' "$operation" >"$mark/operation"
  printf '%s' "$about" >"$mark/about" && sync "$mark/before.new" "$mark/about" && mv "$mark/before.new" "$mark/before" && sync "$mark" ||
    fail "the mark cannot be written on the server: nothing was changed"
}

# A byte more shows that there is more.
most=4194305
volatile() {
  cd "$mark/evidence" || return
  timeout 3 docker -H unix:///var/run/docker.sock inspect --type container -- "$id" 2>/dev/null | head -c "$most" >inspect.json &
  if [ "$(look '{{.State.Running}}')" = true ]; then
    timeout 3 docker -H unix:///var/run/docker.sock top "$id" -eo pid,ppid,user,stat,lstart,args 2>/dev/null | head -c "$most" >processes.txt &
    { inside timeout 3 ss -tunap || inside timeout 3 cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6; } 2>/dev/null |
      head -c "$most" >connections.txt &
  fi
  wait
  for file in inspect.json processes.txt connections.txt; do [ -s "$file" ] || rm -f "$file"; done
  cd /
}

# So that it neither comes back by itself nor goes on where nothing else helps.
stay_down() {
  [ "$(look '{{.HostConfig.RestartPolicy.Name}}')" = no ] || [ "$(look '{{.HostConfig.AutoRemove}}')" = true ] ||
    engine update --restart no -- "$id" >/dev/null || note "its restart policy could not be changed: it may start again with the engine"
}
stop() { # WHY
  [ "$(look '{{.State.Running}}')" = true ] || return 0
  if [ "$(look '{{.HostConfig.AutoRemove}}')" = true ]; then
    # It was started with --rm: stopping it would remove it and what it has written.
    pause || fail "$1, and it would be removed when it is stopped: isolate it by hand"
    note "$1, and it would be removed when it is stopped: it is frozen"
    return
  fi
  engine stop -t 3 -- "$id" >/dev/null || engine kill -- "$id" >/dev/null || fail "$1, and it cannot be stopped"
  note "$1: it is stopped"
}
pause() {
  for _ in 1 2 3; do
    [ "$(look '{{.State.Paused}}')" != true ] || return 0
    engine pause "$id" >/dev/null 2>&1 || sleep 0.3
  done
  [ "$(look '{{.State.Paused}}')" = true ]
}

shared() { case $(look '{{.HostConfig.NetworkMode}}') in host | container:*) ;; *) return 1 ;; esac; }
leave() {
  networks | while IFS= read -r one; do
    [ "$one" = "$net" ] || engine network disconnect -- "$one" "$id" >/dev/null 2>&1 ||
      engine network disconnect --force -- "$one" "$id" || exit 1
  done
}

alone=yes
if ! shared && ! connected none; then
  make_net
  guard || alone=
fi
if [ -s "$mark/before" ]; then
  # Another operation began it, and was cancelled or died for good: it is this one's now.
  printf '%s' "$operation" >"$mark/operation"
  printf '%s' "$about" >"$mark/about.new" && mv "$mark/about.new" "$mark/about" || fail "the mark cannot be written on the server"
else
  record
  volatile
fi
stay_down
case $(look '{{.HostConfig.NetworkMode}}') in
  host) stop "it has the network of the server" ;;
  container:*) stop "it has the network of another container" ;;
  *)
    if ! connected none; then
      # First onto this one: without any network the engine would give it its own ones again at its next start.
      connected "$net" || engine network connect -- "$net" "$id" >/dev/null 2>&1 || alone=
      leave || alone=
      [ -z "$alone" ] || seal || true
    fi
    ;;
esac
if [ -z "$alone" ]; then
  command -v nft >/dev/null && why="it could not be isolated by its networks" || why="there is no nft on the server to keep it off the server itself"
  stop "$why"
fi
if [ "$freeze" = true ] && [ "$(look '{{.State.Running}}')" = true ] && ! pause; then
  stop "it could not be frozen"
fi
exit 0
