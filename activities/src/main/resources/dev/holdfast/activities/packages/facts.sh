# Rows about the packages of $asked_packages, and about the run of apt that would make them so.

packages_facts() {
  wanted=$asked_packages
  names=$(for word in $wanted; do word_name "$word" && echo; done | sort -u)
  lists=$(offered $names)
  on_hold=$(apt-mark showhold)
  for name in $names; do
    hold=
    ! printf '%s\n' "$on_hold" | grep -Fqx -- "$name" || hold=1
    row packages package "$name" "$(status_of "$name")" "$(version_of "$name")" "$hold" \
      "$(printf '%s\n' "$lists" | while read -r of version; do [ "$of" != "$name" ] || printf '%s ' "$version"; done)"
  done
  interrupted=$(dpkg --audit | sed -n 's/^ \([a-z0-9][^ ]*\) .*/\1/p' | tr '\n' ' ')
  words=$(open_words)
  missing=$(not_offered $words)
  [ -z "$missing" ] || lists_recent
  run=
  for word in $words; do
    case " $missing " in *" $word "*) ;; *) run="$run $word" ;; esac
  done
  errors=
  moves=
  if [ -n "$run" ]; then
    moves=$(simulated $run 2>&1) || { errors=$moves moves=; }
  fi
  told=
  if [ -n "$moves" ]; then
    changed=$(printf '%s\n' "$moves" | while read -r name from _; do [ "$from" = - ] || printf '%s ' "$name"; done)
    gone=$(printf '%s\n' "$moves" | while read -r name _ to; do [ "$to" != - ] || printf '%s ' "$name"; done)
    lists=$(offered $changed)
    automatic=
    [ -z "$changed" ] || automatic=$(apt-mark showauto $changed)
    needed=
    [ -z "$gone" ] || needed=$(needed_of $gone)
    told=$(printf '%s\n' "$moves" | while read -r name from to; do
      flags=.
      ! printf '%s\n' "$automatic" | grep -Fqx -- "$name" || flags=${flags}a
      ! printf '%s\n' "$lists" | grep -Fqx -- "$name $from" || flags=${flags}r
      ! printf '%s\n' "$on_hold" | grep -Fqx -- "$name" || flags=${flags}h
      case " $needed " in *" ${name%%:*} "*) [ "$to" != - ] || flags=${flags}n ;; esac
      echo "$name $from $to $flags"
    done)
  fi
  row packages run "$(printf '%s' "$errors" | sed -n -e 's/^E: //p' -e 's/^ \([^ ].* \(Depends\|PreDepends\|Conflicts\|Breaks\): .*\)/\1;/p' | tr '\n\t' '  ' | cut -c 1-400)" "$(printf '%s\n' "$told" | b64)" "$interrupted"
}
