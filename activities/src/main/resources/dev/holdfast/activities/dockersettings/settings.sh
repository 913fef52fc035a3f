# Leads the engine from one file of settings to another, while its containers keep running.
file=/etc/docker/daemon.json new=/etc/docker/.daemon.json.holdfast way=/var/lib/holdfast/docker-settings.back

answers() { [ -n "$(engine_asked '{{.ServerVersion}}')" ]; }
# keeps true|false: whether its containers outlive it
keeps() { [ "$(engine_asked '{{.LiveRestoreEnabled}}')" = "$1" ]; }

# within SECONDS COMMAND…: waits until it succeeds
within() {
  tries=$(($1 * 4))
  shift
  until "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.25
  done
}

# broken WHAT: with what systemd knows of the engine
broken() {
  systemctl show -p ActiveState,SubState,Result,ExecMainStatus -- docker.service | tr '\n' ' '
  echo
  journalctl -q --no-pager -n 10 -o cat -u docker.service 2>/dev/null || :
  fail "the Docker engine $1"
}

# put BASE64: the whole file; - is none
put() {
  if [ "$1" = - ]; then
    rm -f -- "$file"
  else
    mkdir -p -m 755 -- "${file%/*}"
    stage "$new" "$owner" "0$mode" "$1" "$file"
    content_of "$1" | cmp -s - "$new" || fail "$file cannot be written; see the lines before this one"
    mv -fT -- "$new" "$file"
  fi
}

# told BASE64 true|false: the engine reads the file again, which is enough for this one setting
told() {
  put "$1"
  kill -HUP "$(engine_pid)"
  within 15 keeps "$2"
}

# started_with_it: with the file that its containers outlive, then with the one that is to stay
started_with_it() {
  put "$arrival"
  read_at=$(stat -c %Y -- "$file")
  systemctl reset-failed docker.service 2>/dev/null || :
  systemctl restart docker.service || broken 'does not start with these settings'
  within 60 answers || broken 'does not answer after its restart'
  if [ "$content" != "$arrival" ]; then
    [ -z "$settled" ] || told "$settled" false || broken 'does not give up live-restore'
    put "$content"
    # It has read what it is to have of this.
    [ "$content" = - ] || touch -d "@$read_at" -- "$file"
  fi
}

# containers_now: of each that runs by itself, since when and how often it was started
containers_now() {
  ids=$(engine_says ps -q --no-trunc --filter status=running)
  # shellcheck disable=SC2086
  [ -z "$ids" ] || engine_says inspect --type container -f '{{.Id}} {{.State.StartedAt}} {{.RestartCount}}' -- $ids || :
}

# ended CONTAINERS: the names of those that the engine's restart has ended; what came to its own end is none of them
ended() {
  printf '%s\n' "$1" | while read -r id at count; do
    [ -n "$id" ] || continue
    now=$(engine_says inspect --type container -f '{{.State.StartedAt}} {{.RestartCount}} {{.State.Running}}{{if not .State.Running}} {{.State.ExitCode}}{{end}}' -- "$id") ||
      continue
    case $now in
      "$at $count true" | "$at $count false 0") ;;
      *" $count "*) engine_says inspect --type container -f '{{slice .Name 1}}' -- "$id" ;;
    esac
  done | tr '\n' ' '
}
