there=none
[ ! -f "$file" ] || there=$(sha256sum <"$file" | cut -d' ' -f1)
case " $known " in
  *" $there "*) ;;
  *) fail "$file has been changed since the plan was made; start again" ;;
esac
systemctl is-active --quiet docker.service || fail 'the Docker engine does not run; start docker.service first'
within 30 answers || fail 'the Docker engine does not answer; see journalctl -u docker.service'
[ "$(engine_asked '{{.Swarm.LocalNodeState}}')" = inactive ] ||
  fail 'the server is a node of a swarm by now, whose containers do not outlive the engine'
if [ -n "$nofile" ]; then
  most=$(most_files)
  [ -z "$most" ] || [ "$most" -ge "$nofile" ] ||
    fail "no container could start: the engine can give it $most open files at most; set docker.nofile to that or less"
fi
if dockerd --help 2>&1 | grep -q -e --validate; then
  (umask 077 && content_of "$arrival" >"$new")
  said=$(dockerd --validate --config-file "$new" 2>&1) || {
    rm -f -- "$new"
    fail "the Docker engine does not take these settings: $said"
  }
  rm -f -- "$new"
fi

if [ "$there" != "$after" ] || unread "$file"; then
  # The way back lies there before anything is changed, with which the server reverts.
  at=0
  [ ! -f "$file" ] || at=$(stat -c %Y -- "$file")
  (umask 077 && { echo "was=$(engine_pid) at=$at" && content_of "$back"; } >"$way.new")
  sync "$way.new"
  mv -f -- "$way.new" "$way"
  before=$(containers_now)
  keeps true || told "$bridge" true || broken 'does not take live-restore, without which its restart would end its containers'
  started_with_it
  lost=$(ended "$before")
  [ -z "$lost" ] || fail "these containers did not outlive the restart of the engine: $lost"
fi
[ -z "$driver" ] || [ "$(engine_asked '{{.LoggingDriver}}')" = "$driver" ] || broken "does not keep logs by $driver"
keeps "$live" || broken "does not have live-restore $live"
