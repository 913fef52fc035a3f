# What zypper says of packages, and how it is made to change them. $wanted holds words: +NAME and +NAME=VERSION are to be
# installed, -NAME is not, =NAME is only asked about.

zypper_automatic_file=/var/lib/zypp/AutoInstalled

# Packages that a run of ours is installing, a NAME VERSION on each line; gone when it has succeeded.
packages_under_way=/var/lib/holdfast/packages-under-way

# zypper_ask ARGUMENT…: runs it for $said, its answer in XML; another run of zypper or YaST is waited for
zypper_ask() {
  patience=$lock_seconds
  while :; do
    said=$(LC_ALL=C zypper --xmlout --non-interactive --no-refresh "$@" 2>&1) && code=0 || code=$?
    { [ "$code" -eq 7 ] && [ "$patience" -gt 0 ]; } || break
    patience=$((patience - 1))
    sleep 1
  done
  # Above 99 it tells of success: 102 that the server is to be started again, 103 zypper itself, 106 that a repository was left out.
  case $code in 0 | 100 | 101 | 102 | 103 | 106) ;; *) return "$code" ;; esac
}

# zypper_why: the errors and problems of $said in one line
zypper_why() {
  printf '%s\n' "$said" | sed -n -e 's/.*<message type="error">//p' -e 's/.*\(Problem: .*\)/\1;/p' | sed -e 's/<[^>]*>//g' \
    -e "s/&apos;/'/g" -e 's/&quot;/"/g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g' | tr '\n\t' '  ' | cut -c 1-400
}

rpm_version() {
  rpm -q -- "$1" >/dev/null 2>&1 || return 0
  rpm -q --qf '%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\n' -- "$1" | tail -n 1
}

# zypper_half_way: NAME VERSION of what is there, but by a run whose end nobody saw. rpm calls it installed while its
# scripts still run, and never runs them again.
zypper_half_way() {
  [ ! -e "$packages_under_way" ] || while read -r name version; do
    [ "$(rpm_version "$name")" != "$version" ] || printf '%s %s\n' "$name" "$version"
  done <"$packages_under_way"
}

# zypper_version NAME: empty unless it is wholly installed
zypper_version() {
  there=$(rpm_version "$1")
  ! zypper_half_way | grep -Fqx -- "$1 $there" || there=
  printf %s "$there"
}

# zypper_offered NAME…: NAME VERSION of all that the repositories have, the newest first
zypper_offered() {
  [ $# -gt 0 ] || return 0
  zypper_ask search --details --match-exact --case-sensitive --type package -- "$@" || return 0
  printf '%s\n' "$said" | sed -n -e '/repository="(System Packages)"/d' \
    -e 's/^<solvable .*name="\([^"]*\)" .*edition="\([^"]*\)".*/\1 \2/p' | awk '!told[$0]++'
}

# zypper_versions NAME: those of $lists
zypper_versions() { printf '%s\n' "$lists" | while read -r of version; do [ "$of" != "$1" ] || printf '%s ' "$version"; done; }

# Another package may be it, where none has the name itself.
zypper_provided() { rpm -q --whatprovides -- "$1" >/dev/null 2>&1 && [ -z "$(zypper_versions "$1")" ]; }

# zypper_open: the words that are not so yet
zypper_open() {
  for word in $wanted; do
    name=$(word_name "$word") version=$(word_version "$word")
    there=$(zypper_version "$name")
    case $word in
      +*=*) [ "$there" = "$version" ] || printf ' %s' "$word" ;;
      +*) [ -n "$there" ] || zypper_provided "$name" || printf ' %s' "$word" ;;
      -*) [ -z "$there" ] || printf ' %s' "$word" ;;
    esac
  done
}

# zypper_missing WORD…: those that the repositories do not have
zypper_missing() {
  for word; do
    case $word in
      +*=*) case " $(zypper_versions "$(word_name "$word")")" in *" $(word_version "$word") "*) ;; *) printf ' %s' "$word" ;; esac ;;
      +*) [ -n "$(zypper_versions "$(word_name "$word")")" ] || printf ' %s' "$word" ;;
    esac
  done
}

zypper_names() { for word; do word_name "$word" && printf ' '; done; }

zypper_locks() { ! zypper_ask locks || printf '%s\n' "$said" | sed -n 's/.*<name>\(.*\)<\/name><type>package<.*/\1/p'; }

# zypper_locked NAME: whether a lock of $locks, which may be a pattern, names it
zypper_locked() {
  for lock in $locks; do
    case $1 in $lock) return 0 ;; esac
  done
  return 1
}

zypper_automatic() { grep -Fqsx -- "$1" "$zypper_automatic_file"; }

# zypper_run OPTION… -- WORD…: one run for all that comes and all that goes
zypper_run() {
  options=
  while [ "$1" != -- ]; do
    options="$options $1"
    shift
  done
  # What needs a package that goes, goes with it: the plan says so.
  case " $*" in *' +'*=*) options="$options --oldpackage" ;; esac
  zypper_ask install --force-resolution $options "$@"
}

# zypper_without_locks ARGUMENT…: the same as if nothing was locked: what would then change is said of the packages
zypper_without_locks() {
  settings=$(mktemp) || return 1
  {
    printf '[main]\nlocksfile.apply = no\n'
    grep -sv '^ *locksfile.apply' /etc/zypp/zypp.conf || :
  } >>"$settings"
  ZYPP_CONF=$settings
  export ZYPP_CONF
  "$@" && status=0 || status=$?
  unset ZYPP_CONF
  rm -f -- "$settings"
  return "$status"
}

# zypper_moves: what $said would do, one line for each package: NAME FROM TO, with - for none
zypper_moves() {
  printf '%s\n' "$said" | awk '
    function value(key) {
      return match($0, " " key "=\"[^\"]*\"") ? substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 4) : "-"
    }
    /^<to-/ { leaves = /^<to-remove/ }
    /^<solvable type="package"/ && !told[value("name")]++ {
      print value("name"), leaves ? value("edition") : value("edition-old"), leaves ? "-" : value("edition")
    }'
}

# zypper_needed: the packages without which the server does not run, or nobody gets in
zypper_needed() {
  {
    printf '%s\n' aaa_base bash coreutils filesystem glibc libzypp openssh openssh-server pam rpm shadow sudo systemd zypper
    for pattern in $(needed_files "$login") "/lib/modules/$(uname -r)/vmlinuz" "/boot/vmlinuz-$(uname -r)"; do
      case $pattern in
        '*/'*) for place in /lib /lib64 /usr/lib /usr/lib64; do printf '%s\n' "$place${pattern#\*}" "$place/security${pattern#\*}"; done ;;
        *) printf '%s\n' "$pattern" ;;
      esac
    done | while read -r file; do [ ! -e "$file" ] || rpm -qf --qf '%{NAME}\n' -- "$file" 2>/dev/null; done
  } | grep -v ' ' | sort -u
}

# zypper_needed_of NAME…: those of them that are needed
zypper_needed_of() { [ $# -eq 0 ] || printf '%s\n' "$@" | grep -Fx -e "$(zypper_needed)" | tr '\n' ' '; }

# zypper_gone: the names of $moves that go
zypper_gone() { printf '%s\n' "$moves" | sed -n 's/^\([^ ]*\) .* -$/\1/p'; }

# zypper_recent: whether what is known of every repository was fetched within a week, and after it was declared. A file
# keeps the time that it has in the repository; its directory has that of the fetch, or of the last look for a newer one.
zypper_recent() {
  zypper_ask repos || return 1
  printf '%s\n' "$said" | sed -n '/enabled="1"/s/^<repo .*alias="\([^"]*\)".*/\1/p' | {
    while read -r alias; do
      declared=$(find /etc/zypp/repos.d -name '*.repo' -exec grep -lFx -- "[$alias]" {} + | head -n 1)
      [ -n "$(find "/var/cache/zypp/raw/$alias" -maxdepth 2 '(' -type d -o -name repomd.xml -o -name cookie ')' \
        -mtime -7 ${declared:+-newer "$declared"} 2>/dev/null | head -n 1)" ] || exit 1
    done
  }
}

zypper_facts() {
  row package-manager zypper
  names=$(for word in $wanted; do word_name "$word" && echo; done | sort -u)
  lists=$(zypper_offered $names)
  locks=$(zypper_locks)
  for name in $names; do
    there=$(zypper_version "$name") offers=$(zypper_versions "$name") hold=
    ! zypper_locked "$name" || hold=1
    row packages package "$name" "${there:+installed}" "$there" "$hold" "$offers"
    if [ -n "$there" ] || zypper_provided "$name"; then
      row package "$name" installed
    elif [ -z "$offers" ]; then
      row package-unknown "$name"
    fi
  done
  ! zypper_recent || row package-lists-recent
  words=$(zypper_open)
  missing=$(zypper_missing $words)
  run= moves= error= told=
  for word in $words; do
    case " $missing " in *" $word "*) ;; *) run="$run $word" ;; esac
  done
  if [ -n "$run" ]; then
    if zypper_without_locks zypper_run --dry-run -- $run; then moves=$(zypper_moves); else error=$(zypper_why); fi
  fi
  half=$(zypper_half_way | while read -r name version; do
    case " $(zypper_names $words) " in *" $name "*) printf '%s - %s\n' "$name" "$version" ;; esac
  done)
  moves=$(printf '%s\n%s\n' "$moves" "$half" | grep .)
  if [ -n "$moves" ]; then
    needed=$(zypper_needed_of $(zypper_gone))
    lists=$(zypper_offered $(printf '%s\n' "$moves" | sed -n '/^[^ ]* - /!s/ .*//p'))
    told=$(printf '%s\n' "$moves" | while read -r name from to; do
      flags=.
      ! zypper_automatic "$name" || flags=${flags}a
      ! printf '%s\n' "$lists" | grep -Fqx -- "$name $from" || flags=${flags}r
      ! zypper_locked "$name" || flags=${flags}h
      case " $needed " in *" $name "*) flags=${flags}n ;; esac
      echo "$name $from $to $flags"
    done)
  fi
  row packages run "$error" "$(printf '%s\n' "$told" | b64)" ''
}

# zypper_done ARGUMENT…: a run that changes; of the packages in $purged that go, no changed configuration stays under another name
zypper_done() {
  kept=
  for name in $(zypper_gone); do
    case " $purged " in *" $name "*) ;; *) continue ;; esac
    for file in $(rpm -qc -- "$name" | grep '^/'); do [ -e "$file.rpmsave" ] || kept="$kept $file.rpmsave"; done
  done
  printf '%s\n' "$moves" | sed -n '/ -$/!s/^\([^ ]*\) [^ ]* /\1 /p' >"$packages_under_way.new"
  sync "$packages_under_way.new"
  mv -f -- "$packages_under_way.new" "$packages_under_way"
  "$@" || return 1
  rm -f -- "$packages_under_way"
  printf '%s\n' "$moves"
  for file in $kept; do rm -f -- "$file"; done
}

zypper_lock() {
  verb=$1
  shift
  zypper_ask "$verb" --type package -- "$@" || fail "zypper does not do this: $(zypper_why)"
}

# zypper_unlock NAME…: those of them that are locked
zypper_unlock() {
  for name; do
    ! zypper_locked "$name" || zypper_lock removelock "$name"
  done
  locks=$(zypper_locks)
  for name; do
    ! zypper_locked "$name" || fail "$name is locked by a pattern: take it away (zypper locks, zypper removelock PATTERN), then start the operation again"
  done
}

zypper_tell_missing() {
  for word; do
    name=$(word_name "$word") version=$(word_version "$word")
    [ -n "$version" ] || fail "zypper has no package to install for: $name"
    there=$(zypper_versions "$name")
    fail "the repositories have no version $version of $name; they have: ${there:-none}"
  done
}

zypper_known() { lists=$(zypper_offered $(for word in $wanted; do word_name "$word" && echo; done | sort -u)); }

zypper_refresh() { LC_ALL=C zypper --quiet --non-interactive refresh; }

zypper_make_so() {
  zypper_completed
  words=$(zypper_open)
  [ -n "$words" ] || return 0
  if [ -n "$(zypper_missing $words)" ]; then
    zypper_refresh
    zypper_known
    missing=$(zypper_missing $words)
    [ -z "$missing" ] || zypper_tell_missing $missing
  fi
  # A lock that is set again afterwards does not stand in the way.
  zypper_unlock $(for word in $words; do name=$(word_name "$word"); case " $held " in *" $name "*) echo "$name" ;; esac; done)
  zypper_run --dry-run -- $words || fail "zypper does not do this: $(zypper_why)"
  moves=$(zypper_moves)
  needed=$(zypper_needed_of $(zypper_gone))
  [ -z "$needed" ] || fail "this would remove ${needed% }, which the server or the login needs"
  zypper_done zypper_run -- $words
}

# zypper_completed: what an interrupted run has left half-way is installed once more, its scripts with it
zypper_completed() {
  moves=$(zypper_half_way | while read -r name version; do printf '%s - %s\n' "$name" "$version"; done)
  [ -n "$moves" ] || return 0
  zypper_done zypper_ask install --force -- $(printf '%s\n' "$moves" | sed 's/^\([^ ]*\) - /\1=/') ||
    fail "an interrupted run left packages half-way, and zypper does not install them again: $(zypper_why)"
}

zypper_change() {
  set -f
  locks=$(zypper_locks)
  zypper_known
  zypper_unlock $not_held
  zypper_make_so || {
    [ "$code" -le 128 ] || fail "zypper was killed (exit code $code): start the operation again, which installs what is half-way once more"
    # What is known of the repositories may name what they no longer have.
    zypper_refresh
    zypper_known
    zypper_make_so || fail "zypper does not do this: $(zypper_why)"
  }
  for name in $automatic; do
    zypper_automatic "$name" || ! rpm -q -- "$name" >/dev/null 2>&1 || printf '%s\n' "$name" >>"$zypper_automatic_file"
  done
  locks=$(zypper_locks)
  for name in $held; do
    zypper_locked "$name" || zypper_lock addlock "$name"
  done
  left=$(zypper_open)
  [ -z "$left" ] || fail "still not so:$left"
}

# Purges the packages of $purged, and what was installed only for them. Nothing goes with them that somebody has asked for.
zypper_purge() {
  set -f
  here=$(for name in $purged; do ! rpm -q -- "$name" >/dev/null 2>&1 || printf ' %s' "$name"; done)
  [ -n "$here" ] || return 0
  zypper_ask remove --clean-deps --dry-run -- $here || fail "zypper does not do this: $(zypper_why)"
  moves=$(zypper_moves)
  for name in $(zypper_gone); do
    case " $here " in *" $name "*) continue ;; esac
    zypper_automatic "$name" ||
      fail "$name needs what would be purged ($(echo $here)): remove it first, or leave them"
  done
  needed=$(zypper_needed_of $(zypper_gone))
  [ -z "$needed" ] || fail "this would remove ${needed% }, which the server or the login needs"
  purged=$(zypper_gone | tr '\n' ' ')
  zypper_done zypper_ask remove --clean-deps -- $here || fail "zypper does not do this: $(zypper_why)"
  for name in $here; do
    ! rpm -q -- "$name" >/dev/null 2>&1 || fail "still installed: $name"
  done
}
