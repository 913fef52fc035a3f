# of_another_user: whether an engine runs that is not root's
of_another_user() {
  for pid in $(pidof dockerd); do
    case $(stat -c %u "/proc/$pid" 2>/dev/null) in '' | 0) ;; *) return 0 ;; esac
  done
  return 1
}

docker_engine() {
  if [ "$(systemctl show -p LoadState --value docker.service 2>/dev/null)" = loaded ] && command -v dockerd >/dev/null; then
    if ! systemctl is-active --quiet docker.service && of_another_user; then echo rootless; else echo docker; fi
  elif of_another_user; then
    echo rootless
  elif [ -n "$(pidof dockerd)" ]; then
    echo other
  elif command -v podman >/dev/null; then
    echo podman
  else
    echo none
  fi
}

docker_settings() {
  file=/etc/docker/daemon.json
  type=none about='' content='' answers='' flags='' stale='' swarm='' names=''
  if [ -L "$file" ]; then
    type=link
  elif [ -f "$file" ]; then
    type=file
    [ "$(stat -c %s -- "$file")" -le 65536 ] || type=large
  elif [ -e "$file" ]; then
    type=other
  fi
  if [ "$type" = file ]; then
    about=$(stat -c '%U:%G %a' -- "$file")
    content=$(b64 <"$file")
  fi
  engine=$(docker_engine)
  if [ "$engine" = docker ] && swarm=$(engine_asked '{{.Swarm.LocalNodeState}}') && [ -n "$swarm" ]; then
    answers=1
    flags=$(tr '\0' '\n' <"/proc/$(engine_pid)/cmdline" | b64)
    ! unread "$file" || stale=1
    # One that ends meanwhile is none of those that are named.
    ids=$(engine_says ps -q --no-trunc)
    # shellcheck disable=SC2086
    [ -z "$ids" ] || names=$(engine_says inspect --type container -f \
      '{{slice .Name 1}} {{.HostConfig.LogConfig.Type}} {{index .HostConfig.LogConfig.Config "max-size"}} {{index .HostConfig.LogConfig.Config "max-file"}}' \
      -- $ids | b64)
  fi
  row docker-settings docker "$engine" "$answers" "$type" "${about% *}" "${about#* }" "$content" "$flags" "$stale" \
    "$swarm" "$([ "$engine" != docker ] || most_files)" "$names"
}
docker_settings
