# Replaces the container by one of this specification. The new one is made beside the old one, under another name; only then
# is the old one stopped, and it is removed once the new one works. Whatever a run that died has left is continued from there.
next=$name.new
exists() { docker inspect --type container -- "$1" >/dev/null 2>&1; }
inspect() { docker inspect --type container -f "$2" -- "$1" 2>/dev/null; }
label() { inspect "$1" "{{index .Config.Labels \"dev.holdfast.$2\"}}"; }
runs() { [ "$(inspect "$1" '{{.State.Running}}')" = true ]; }
seconds() { read -r up _ </proc/uptime && echo "${up%.*}"; }

# An attempt before this one may still be putting the old container back.
unit=holdfast-restore-$name end=$(($(seconds) + 60))
while [ -d /run/systemd/system ] && systemctl is-active --quiet "$unit.service" && [ "$(seconds)" -lt "$end" ]; do
  sleep 1 || true
done

# Without an engine everything would seem to be gone.
docker version -f '{{.Server.Version}}' >/dev/null 2>&1 ||
  fail "docker does not answer on the server; start it with systemctl start docker"
for one in "$name" "$next"; do
  ! exists "$one" || [ "$(label "$one" stack)" = "$stack" ] ||
    fail "the container $one does not belong to the stack $stack; remove it, or name the stack otherwise"
done

# Whether it works now. Docker runs its own check every 30 s only.
healthy() {
  if [ -n "$health" ]; then
    timeout 10 docker exec -- "$1" sh -c "$health" >/dev/null 2>&1
  else
    [ "$checks" -ge 2 ]
  fi
}

# The engine starts again what ends: that it runs at this moment does not say that it stays up.
stays() {
  runs "$1" && [ "$(inspect "$1" '{{.RestartCount}}')" = "$restarts" ] ||
    { why="it does not stay up: it ended with exit code $(inspect "$1" '{{.State.ExitCode}}')" && return 1; }
}

# Waits until a container works, and looks at it once more after that; says why it does not.
await() {
  restarts=$(inspect "$1" '{{.RestartCount}}') checks=0 end=$(($(seconds) + within))
  until healthy "$1"; do
    stays "$1" || return 1
    [ "$(seconds)" -lt "$end" ] || { why="it was not healthy within $within s" && return 1; }
    checks=$((checks + 1))
    sleep 2 || true
  done
  sleep 2 || true
  stays "$1"
}

last_lines() { docker logs --tail 20 -- "$1" 2>&1 | sed 's/^/  /' || true; }

# The old one is started again if this ends before the new one works, unless somebody had stopped it. Where there is a new
# one, an attempt before this one has stopped it.
again=
! exists "$name" || { ! exists "$next" && ! runs "$name"; } || again=$name

# One that did not prove to work is none of this specification, or is continued with.
! exists "$next" || [ "$(label "$next" spec)" = "$spec" ] || docker rm --force --volumes -- "$next" >/dev/null
if ! exists "$next" && exists "$name" && [ "$(label "$name" spec)" = "$spec" ]; then
  docker restart -t 10 -- "$name" >/dev/null || fail "the container $name does not start: see the lines before this one"
  await "$name" || { last_lines "$name" && fail "the container $name: $why"; }
  exit 0
fi

case $(docker info -f '{{.SecurityOptions}}') in
  *name=apparmor*) ;;
  *) echo "AppArmor is not enabled on this server: $name runs without its profile" ;;
esac

# A stop whose client has ended goes on in the engine, and would end the old one after it was started: the stop here ends
# with that one.
# shellcheck disable=SC2016
restore='docker rm --force --volumes -- "$1" >/dev/null 2>&1
[ -n "$2" ] || exit 0
[ -z "$3" ] || docker stop -t 10 -- "$2" >/dev/null
docker start -- "$2" >/dev/null && sleep 2 && [ "$(docker inspect --type container -f "{{.State.Running}}" -- "$2")" = true ]'
stopping=
give_up() {
  code=$?
  trap '' TERM
  trap - EXIT
  # A service of its own outlives this one, which ends soon after the signal.
  [ "$code" -ne 143 ] || [ ! -d /run/systemd/system ] ||
    ! systemd-run --quiet --collect --unit="$unit" sh -c "$restore" restore "$next" "$again" "$stopping" || exit 143
  if sh -c "$restore" restore "$next" "$again" "$stopping"; then
    [ -z "$again" ] || echo "the container $name of before runs again" >&2
  else
    echo "the container $name of before could not be started again: see docker logs $name" >&2
  fi
  exit "$code"
}
trap give_up EXIT
trap 'exit 143' TERM

# A volume begins as root's: the tool could not write to it.
for volume in $volumes; do
  at=$(docker volume inspect -f '{{.Mountpoint}}' -- "$volume")
  [ -n "$(ls -A -- "$at")" ] || chown -- "$user" "$at"
done

exists "$next" || create "$next" >/dev/null || fail "the container $name cannot be made: see the lines before this one"
for network in $networks; do
  inspect "$next" '{{range $n, $_ := .NetworkSettings.Networks}}{{$n}} {{end}}' | tr ' ' '\n' | grep -Fqx -- "$network" ||
    docker network connect --alias "$tool" -- "$network" "$next" ||
    fail "the container $name cannot join the network $network"
done
# What was planned led over no link.
for path in $(inspect "$next" '{{range .Mounts}}{{if eq .Type "bind"}}{{.Source}} {{end}}{{end}}'); do
  case " $paths " in *" $path "*) ;; *) fail "the container $name would mount $path, which was not planned" ;; esac
  [ "$(realpath -e -- "$path")" = "$path" ] ||
    fail "$path has become a link since the plan was made; deploy the stack again"
done

stopping=1
! exists "$name" || docker stop -t 10 -- "$name" >/dev/null
docker start -- "$next" >/dev/null || fail "the container $name does not start: see the lines before this one"
await "$next" || { last_lines "$next" && fail "the container $name: $why"; }

# From here on there is no way back, and nothing that would need one.
trap '' TERM
trap - EXIT
! exists "$name" || docker rm --force --volumes -- "$name" >/dev/null
docker rename "$next" "$name"
