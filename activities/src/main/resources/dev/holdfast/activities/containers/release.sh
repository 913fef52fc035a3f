# Restores how the container was; may be done again where a run died. `only` is the one operation whose quarantine it is, or empty.
[ -d "$mark" ] || exit 0
[ -z "$only" ] || [ "$(cat "$mark/operation" 2>/dev/null)" = "$only" ] || exit 0

# Nothing of the quarantine stays with the last one.
forget() {
  rm -rf -- "$mark"
  rmdir "$root" 2>/dev/null || return 0
  [ "$(engine network inspect -f '{{index .Labels "dev.holdfast.quarantine"}}' -- "$net" 2>/dev/null)" != true ] ||
    engine network rm -- "$net" >/dev/null 2>&1 || true
  command -v nft >/dev/null || return 0
  nft delete chain inet holdfast quarantine_input 2>/dev/null
  nft delete chain inet holdfast quarantine_forward 2>/dev/null
  nft list table inet holdfast 2>/dev/null | grep -Eq '(chain|set|map|flowtable|counter) ' || nft delete table inet holdfast 2>/dev/null
  return 0
}

if [ -z "$(look '{{.Id}}')" ]; then
  note "the container is gone: there is nothing to restore"
  forget
  exit 0
fi

# join OPTION… : connects to $to
join() { said=$(engine network connect "$@" -- "$to" "$id" 2>&1); }
address() { look "{{with index .NetworkSettings.Networks \"$name\"}}{{.IPAddress}}{{end}}"; }

rejoin() {
  ! connected "$name" || return 0
  to=$network
  engine network inspect -- "$to" >/dev/null 2>&1 || to=$name
  engine network inspect -- "$to" >/dev/null 2>&1 || { note "the network $name is gone: it was not connected to it" && return 0; }
  set --
  [ "$static4" = - ] || set -- "$@" --ip "$static4"
  [ "$static6" = - ] || set -- "$@" --ip6 "$static6"
  while [ "$aliases" != - ] && [ -n "$aliases" ]; do
    # The engine gives it its short id by itself.
    case $id in "${aliases%%,*}"*) ;; *) set -- "$@" --alias "${aliases%%,*}" ;; esac
    aliases=${aliases#*,}
  done
  while [ "$links" != - ] && [ -n "$links" ]; do
    set -- "$@" --link "${links%%,*}"
    links=${links#*,}
  done
  join "$@" || { note "it could not be connected to the network $name: $said" && return 0; }
  now=$(address)
  [ "$was" != - ] && [ -n "$now" ] && [ "$now" != "$was" ] || return 0
  # It had got this one from the engine: it gets it again where the network lets one choose.
  engine network disconnect -- "$to" "$id" >/dev/null 2>&1
  join --ip "$was" "$@" || join "$@" || { note "it could not be connected to the network $name: $said" && return 0; }
  now=$(address)
  [ "$now" = "$was" ] || note "it has the address $now in the network $name and not $was, which the engine does not give it"
}

ran=false paused=false policy=no:0
while read -r kind line; do
  case $kind in
    state)
      # shellcheck disable=SC2086
      set -- $line
      ran=$1 paused=$2 policy=${3:-no:0}
      ;;
    network)
      read -r network was static4 static6 aliases links name <<END
$line
END
      rejoin </dev/null
      ;;
  esac
done <"$mark/before"

inside nft delete table inet holdfast 2>/dev/null
! connected "$net" || engine network disconnect -- "$net" "$id" >/dev/null || fail "it could not be taken off the network $net"
case $policy in
  no:* | :*) ;;
  on-failure:0) engine update --restart on-failure -- "$id" >/dev/null || note "its restart policy could not be restored: it was on-failure" ;;
  on-failure:*) engine update --restart "$policy" -- "$id" >/dev/null || note "its restart policy could not be restored: it was $policy" ;;
  *) engine update --restart "${policy%%:*}" -- "$id" >/dev/null || note "its restart policy could not be restored: it was ${policy%%:*}" ;;
esac
if [ "$ran" = true ]; then
  [ "$(look '{{.State.Running}}')" = true ] || said=$(engine start "$id" 2>&1) || note "it does not start again: $said"
  [ "$paused" = true ] || [ "$(look '{{.State.Paused}}')" != true ] || engine unpause "$id" >/dev/null || note "it is still frozen: docker unpause $id"
  [ "$paused" != true ] || [ "$(look '{{.State.Paused}}')" = true ] || engine pause "$id" >/dev/null || note "it was frozen before, and could not be frozen again"
fi
forget
exit 0
