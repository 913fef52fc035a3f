# Makes packages as $wanted says. $purged, $held, $not_held and $automatic hold names.
export DEBIAN_FRONTEND=noninteractive

# holder FILE: the process that holds a lock of the package manager
holder() { [ ! -e "$1" ] || sed -n "s/^[0-9]*: POSIX .* WRITE \([0-9]*\) [0-9a-f:]*:$(stat -c %i -- "$1") .*/\1/p" /proc/locks | head -n 1; }

# Another run of apt or dpkg is waited for: what it has half done is no fault yet.
await_lock() {
  patience=$lock_seconds
  for file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock; do
    while pid=$(holder "$file") && [ -n "$pid" ]; do
      what="process $pid ($(cat "/proc/$pid/comm" 2>/dev/null || echo unknown)) holds the lock of the package manager"
      [ "$patience" -ne "$lock_seconds" ] || echo "$what: waiting for up to $lock_seconds s"
      [ "$patience" -gt 0 ] || fail "$what, still after $lock_seconds s: wait until it ends, or end it, and start the operation again"
      patience=$((patience - 1))
      sleep 1
    done
  done
}

# completed: what an interrupted run has left half-way is set up
completed() {
  [ -n "$(dpkg --audit)$(ls /var/lib/dpkg/updates)" ] || return 0
  dpkg --configure -a || fail "an interrupted run of dpkg left packages half-way, and they cannot be set up: run 'sudo dpkg --configure -a' on the server and cure what it says, then start the operation again"
}

tell_missing() {
  for word; do
    name=$(word_name "$word") version=$(word_version "$word")
    if [ -z "$version" ]; then
      fail "apt has no package to install for: $name"
    else
      there=$(offered "$name" | sed 's/^[^ ]* //' | tr '\n' ' ')
      fail "the repositories have no version $version of $name; they have: ${there:-none}"
    fi
  done
}

# free_of_hold WORD…: a hold that is set again afterwards does not stand in the way
free_of_hold() {
  for word; do
    name=$(word_name "$word")
    case " $held " in *" $name "*) ! apt-mark showhold | grep -Fqx -- "$name" || apt-mark unhold "$name" ;; esac
  done
}

change() {
  words=$(open_words)
  [ -n "$words" ] || return 0
  if [ -n "$(not_offered $words)" ]; then
    apt-get -qy -o DPkg::Lock::Timeout=$lock_seconds update
    missing=$(not_offered $words)
    [ -z "$missing" ] || tell_missing $missing
  fi
  free_of_hold $words
  would=$(simulated $words) || fail "apt does not do this"
  gone=$(printf '%s\n' "$would" | while read -r name _ to; do [ "$to" != - ] || printf '%s ' "$name"; done)
  needed=$(needed_of $gone)
  [ -z "$needed" ] || fail "this would remove ${needed% }, which the server or the login needs"
  downgrades=
  case $wanted in *=*) downgrades=--allow-downgrades ;; esac
  apt_install -qy -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    -o DPkg::Lock::Timeout=$lock_seconds $downgrades -- $words
}

await_lock
completed
for name in $not_held; do
  ! apt-mark showhold | grep -Fqx -- "$name" || apt-mark unhold "$name"
done
change || {
  # The lists may name what the repositories no longer have.
  apt-get -qy -o DPkg::Lock::Timeout=$lock_seconds update
  change
}
for name in $purged; do
  [ "$(status_of "$name")" != config-files ] || apt-get -qy -o DPkg::Lock::Timeout=$lock_seconds purge "$name"
done
[ -z "$automatic" ] || apt-mark auto $automatic
for name in $held; do
  apt-mark showhold | grep -Fqx -- "$name" || apt-mark hold "$name"
done
left=$(open_words)
[ -z "$left" ] || fail "still not so:$left"
