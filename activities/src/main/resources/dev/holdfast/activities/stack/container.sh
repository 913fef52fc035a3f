# Replaces the container by one of this specification. The new one is made beside the old one, as NAME.new; only then is the
# old one stopped. Where proxies send to it (handover.sh), it is stopped only once they send to the new one. Once the new one
# works it is NAME.proven, the old one is removed, and it gets the name. Whatever a run that died has left is continued from there.
next=$name.new proven=$name.proven unit=holdfast-restore-$name
inspect() { ask container inspect -f "$2" -- "$1"; }
exists() { inspect "$1" there; }
runs() { inspect "$1" '{{.State.Running}}' && [ "$said" = true ]; }
labelled() { inspect "$1" "{{index .Config.Labels \"dev.holdfast.$2\"}}" && [ "$said" = "$3" ]; }

restored "$name"
engine_within "${patience:-60}" || unanswered
for one in "$name" "$next" "$proven"; do
  free "$one"
  ! exists "$one" || labelled "$one" stack "$stack" ||
    fail "the container $one does not belong to the stack $stack; remove it, or name the stack otherwise"
done
if exists "$proven"; then
  ! exists "$name" || tell docker rm --force --volumes -- "$name"
  tell docker rename "$proven" "$name"
  ! labelled "$name" spec "$spec" || ! runs "$name" || exit 0
fi

# Whether it works now. Docker runs its own check every 30 s only.
healthy() {
  if [ -n "$health" ]; then
    timeout 10 docker exec -- "$1" sh -c "$health" >/dev/null 2>&1
  else
    [ "$checks" -ge 1 ]
  fi
}

# The engine starts again what ends: that it runs at this moment does not say that it stays up.
stays() {
  inspect "$1" '{{.State.Running}} {{.RestartCount}} {{.State.ExitCode}}' || said="false - removed"
  case $said in
    "true $restarts "*) ;;
    *) why="it does not stay up: it ended with exit code ${said##* }" && return 1 ;;
  esac
}

# Waits until a container works twice in a row; says why it does not.
await() {
  checks=0 worked=0 pause=1 end=$(($(seconds) + within))
  ! inspect "$1" '{{.RestartCount}}' || restarts=$said
  while :; do
    sleep "$pause" || true
    pause=2
    if healthy "$1"; then worked=$((worked + 1)); else worked=0; fi
    stays "$1" || return 1
    [ "$worked" -lt 2 ] || return 0
    [ "$(seconds)" -lt "$end" ] || { why="it was not healthy within $within s" && return 1; }
    checks=$((checks + 1))
  done
}

# What it is in, for the platform, and its last lines as they are: secrets are found in them by their lines.
last_lines() {
  inspect "$1" '{{.State.Status}}' || said=removed
  case $why in *'not healthy'*) said=unhealthy ;; esac
  failed_on container "$name" "$said"
  docker logs --tail 20 -- "$1" 2>&1 || true
}

# Before something is stopped, and directly before a container starts: what was planned may have become a link since.
allowed() {
  [ -n "$paths" ] || return 0
  tab=$(printf '\t')
  # shellcheck disable=SC2086
  rows=$(mount_rows $paths)
  why=$(printf '%s\n' "$rows" | while IFS= read -r line; do
    path=${line%%"$tab"*} line=${line#*"$tab"}
    [ "${line#*"$tab"}" = "" ] || { echo "$path ${line#*"$tab"}" && break; }
    [ "$line" = "$path$tab" ] || { echo "$path has become a link since the plan was made; deploy the stack again" && break; }
  done)
  [ -z "$why" ] || fail "the container $name: $why"
}

# The old one is started again if this ends before the new one works, unless somebody had stopped it. Where there is a new
# one, an attempt before this one has stopped it.
again=
if exists "$name" && { exists "$next" || runs "$name"; }; then again=$name; fi

# The old one works until the new one gets what is sent to it. What an attempt before this one has told the proxies is taken
# back first: they send to the old one.
beside='' taken_back='' alias=${first:+$tool}
if [ -n "$beside_old" ] && exists "$name" && runs "$name"; then
  beside=1 alias=''
  ! exists "$next" || { taken_back=1 && switch_to "$name"; } || true
fi

# One that did not prove to work is none of this specification, or is continued with.
! exists "$next" || labelled "$next" spec "$spec" || tell docker rm --force --volumes -- "$next"
if ! exists "$next" && exists "$name" && labelled "$name" spec "$spec"; then
  allowed
  # It never stopped, if that was all.
  [ -n "$taken_back" ] || tell docker restart -t 10 -- "$name" || fail "the container $name does not start: see the lines before this one"
  await "$name" || { last_lines "$name" && fail "the container $name: $why"; }
  switch_to "$name" || fail "the container $name runs, but nothing is sent to it"
  exit 0
fi

ask info -f '{{.SecurityOptions}}'
case $said in
  *name=apparmor*) ;;
  *) echo "AppArmor is not enabled on this server: $name runs without its profile" ;;
esac

stopping=
give_up() {
  code=$?
  set +e
  trap '' TERM
  trap - EXIT
  now='runs again'
  [ -z "$beside" ] || now='still runs'
  # A service of its own outlives this one, which ends soon after the signal. Its command line would have variables replaced.
  if [ "$code" -eq 143 ] && [ -d /run/systemd/system ]; then
    systemd-run --quiet --collect --unit="$unit" --setenv=RESTORE="$restore" \
      sh -c 'eval "$RESTORE"' restore "$next" "$again" "$stopping" && exit 143
  fi
  if sh -c "$restore" restore "$next" "$again" "$stopping"; then
    [ -z "$again" ] || echo "the container $name of before $now" >&2
  elif [ -n "$again" ]; then
    echo "the container $name of before could not be started again: see docker logs $name" >&2
  fi
  exit "$code"
}
trap give_up EXIT
# It comes more than once, from systemd and from `timeout`: a second one would end this shell without giving up.
trap 'trap "" TERM; exit 143' TERM
# Whoever reads the output may end with the same signal.
trap '' PIPE

exists "$next" || tell create "$next" || fail "the container $name cannot be made: see the lines before this one"
# A volume begins as root's, also where the image has an empty directory: the tool could not write to it.
for volume in $volumes; do
  ask volume inspect -f '{{.Mountpoint}}' -- "$volume" || fail "the volume $volume has gone since it was made; deploy the stack again"
  [ -n "$(ls -A -- "$said")" ] || [ "$(stat -c %u:%g -- "$said")" != 0:0 ] || chown -- "$user" "$said"
done
for network in $networks; do
  inspect "$next" '{{range $n, $_ := .NetworkSettings.Networks}}{{$n}} {{end}}'
  case " $said" in
    *" $network "*) ;;
    *) tell docker network connect ${alias:+--alias "$alias"} -- "$network" "$next" || fail "the container $name cannot join the network $network" ;;
  esac
done
inspect "$next" '{{range .Mounts}}{{if eq .Type "bind"}}{{.Source}} {{end}}{{end}}'
for path in $said; do
  case " $paths " in *" $path "*) ;; *) fail "the container $name would mount $path, which was not planned" ;; esac
done

allowed
if [ -z "$beside" ]; then
  named "$next" || fail "the container $name cannot get its name in its networks: see the lines before this one"
  stopping=1
  ! exists "$name" || tell docker stop -t 10 -- "$name"
  allowed
fi
tell docker start -- "$next" || { failed_on container "$name" created && fail "the container $name does not start: see the lines before this one"; }
await "$next" || { last_lines "$next" && fail "the container $name: $why"; }
if [ -z "$beside" ]; then
  switch_to "$next" || fail "the container $name works, but nothing would be sent to it"
else
  named "$next" || fail "the container $name cannot get its name in its networks: see the lines before this one"
  within=30
  await "$next" || { last_lines "$next" && fail "the container $name: $why"; }
  # Whoever cancels now waits until the proxies send to one of the two.
  trap '' TERM
  hand_over "$name" "$next" || fail "the container $name: it does not get what is sent to the one of before"
fi

# From here on there is no way back, and nothing that would need one.
trap '' TERM
trap - EXIT
tell docker rename "$next" "$proven"
[ -z "$beside" ] || tell docker stop -t 10 -- "$name" || true
! exists "$name" || tell docker rm --force --volumes -- "$name"
tell docker rename "$proven" "$name"
