# What transfers do on a server beside moving bytes. Runs as root: sh FILE VERB NONCE; what it works on comes as lines
# on standard input, the user to be ("" for root) always first. Answers are lines that begin with the nonce, because
# login scripts may print whatever they like into the same stream.
#
#   begin   where a file would go and what is there; makes and records the temporary file
#   hash    the SHA-256 of the first bytes of a file
#   look    what is to be read
#   fence   whether a newer holder of the lease has been here; tells the sweep that the transfer is alive
#   finish  verify, set mode and owner, replace; run by the journal
#   list    a tree as find sees it
#   prepare makes and records the directory for what is sent of a tree
#   apply   verify what was sent of a tree, and do its plan; run by the journal
#
# A record in transfers/ names the temporary path of each transfer, so that whoever closes its operation can remove it.
# shellcheck disable=SC2015  # A && B || C: C is always an exit
set -u
umask 077
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL=C

self=$0
verb=$1
nonce=$2
root=/var/lib/holdfast
records=$root/transfers
large=16777216 # bytes from which on the start of a faster program pays
old=1440 # minutes after which nobody can be at a transfer any more

say() { printf '\n%s %s\n' "$nonce" "$*"; }
word() { printf '%s' "$1" | base64 -w0; }
refuse() {
  say "no $(word "$*")"
  exit 0
}
line() { IFS= read -r "$1" || refuse "the request broke off"; }
first() { sed -n '1{s/^[^:]*sh: [0-9]*: //;s/^install: //;p;}'; }

# The same program as another user, who cannot read this file; or there is none, and the program is in a variable.
as_user() {
  program=${holdfast_program:-$(cat "$self")}
  unset holdfast_program
  if [ -n "$user" ]; then
    runuser -u "$user" -- sh -c "$program" "$self" "$1" "$nonce"
  else
    sh -c "$program" "$self" "$1" "$nonce"
  fi
}

# --- the fence and the records ----------------------------------------------------------------------------------

check_fence() { # TOKEN
  fence=$root/journal/fence
  [ -e "$fence" ] || return 0
  # Under its lock, because the journal writes it in place.
  seen=$(flock -w 60 "$fence.lock" head -n 1 "$fence" | tr -d ' ')
  case $seen in
    '' | *[!0-9]*) refuse "the fence is damaged: $fence" ;;
  esac
  [ "$1" -ge "$seen" ] || {
    say "fenced $seen"
    exit 0
  }
}

# Only what this program can have made is ever removed.
discard() { # RECORD
  { IFS= read -r leftover <"$1"; } 2>/dev/null || leftover=
  case ${leftover##*/} in
    .*holdfast-????????-????-????-????-????????????) rm -rf -- "$leftover" ;;
  esac
  rm -f -- "$1"
}

sweep() {
  find "$records" -type f -mmin +"$old" 2>/dev/null | while IFS= read -r record; do
    discard "$record"
  done
}

keep_record() { # NAME PATH
  sweep
  error=$({ mkdir -p "$records" && printf '%s\n' "$2" >"$records/$1" && sync "$records/$1" "$records"; } 2>&1) ||
    refuse "the transfer cannot be recorded in $records: $(printf '%s' "$error" | first)"
}

# A close that came meanwhile may have missed the record; it raises the fence before it looks for any.
keep_unless_closed() { # RECORD
  closed=$(check_fence "$token")
  [ -z "$closed" ] || {
    discard "$records/$1"
    printf '%s\n' "$closed"
    exit 0
  }
}

# --- what a file has beside its bytes -----------------------------------------------------------------------------

# Whether there is more than the mode says; of a directory also a list for what is made in it.
has_acl() { # PATH
  case $(ls -ld -- "$1" 2>/dev/null) in
    ??????????+*) return 0 ;;
  esac
  return 1
}

can_keep_attributes() {
  case $(cp --help 2>&1) in
    *--attributes-only*) return 0 ;;
  esac
  return 1
}

can_read_attributes() { [ -r "$1" ] && can_keep_attributes; } # FILE

# Mode, access control list, extended attributes and label; the owner and the bytes stay.
copy_attributes() { # FROM TO
  error=$(cp --attributes-only --preserve=mode,xattr -T -- "$1" "$2" 2>&1) || case $error in
    *'built without'*) cp --attributes-only --preserve=mode -T -- "$1" "$2" || return 1 ;;
    *)
      printf '%s\n' "$error" >&2
      return 1
      ;;
  esac
  [ ! -e /sys/fs/selinux/enforce ] || cp --attributes-only --preserve=context -T -- "$1" "$2" 2>/dev/null
  ! has_acl "$1" || has_acl "$2"
}

# The owner stays the same, and the kernel takes capabilities away: they were given to other bytes.
drop_capabilities() { chown -- "$(stat -c %u:%g -- "$1")" "$1"; }

cannot_keep() {
  echo "the access control list of $1 cannot be kept; take it off (setfacl -b) and set it again afterwards"
}

scratch() { mktemp -- "${1%/*}/.holdfast-XXXXXXXXXX"; }

# Before anything is sent: whether what replaces a file could have its access control list.
try_attributes() { # FILE
  has_acl "$1" || return 0
  can_read_attributes "$1" || return 1
  # Without the right to make files there the next step says so.
  model=$(scratch "$1" 2>/dev/null) || return 0
  tried=0
  copy_attributes "$1" "$model" 2>/dev/null || tried=1
  rm -f -- "$model"
  return "$tried"
}

# An empty file with all that the new one shall have, because that must never be open to more people, not even
# for a moment. Into $model; empty where the mode says it all.
make_model() { # TARGET MODE NEW_MODE
  model=
  seed=
  trap 'rm -f -- ${model:+"$model"} ${seed:+"$seed"}' EXIT
  if [ -e "$1" ]; then
    can_read_attributes "$1" || ! has_acl "$1" || fail "$(cannot_keep "$1")"
    can_read_attributes "$1" || return 0
    model=$(scratch "$1") || exit 1
    copy_attributes "$1" "$model" || fail "$(cannot_keep "$1")"
    drop_capabilities "$model" || exit 1
    chmod "${2:-$(stat -c %a -- "$1")}" -- "$model" || exit 1
  elif has_acl "${1%/*}/" && can_keep_attributes; then
    seed=$(scratch "$1") && chmod "${2:-$3}" -- "$seed" && model=$(scratch "$1") && rm -f -- "$model" || exit 1
    # As any program would make it: the directory's list decides in place of the umask.
    (umask 0 && cp --attributes-only -T -- "$seed" "$model") || exit 1
    [ -z "$2" ] || chmod "$2" -- "$model" || exit 1
  fi
}

# A rename onto a mount point fails when everything is there already.
is_mount_point() { # REAL_PATH
  mount_points | grep -Fqx -- "$(as_in_mountinfo "$1")"
}
mount_points() { cut -d ' ' -f 5 /proc/self/mountinfo 2>/dev/null; }
as_in_mountinfo() { printf %s "$1" | sed 's/\\/\\134/g; s/ /\\040/g; s/\t/\\011/g'; }

# Records of the mount points below a directory.
mount_points_below() { # REAL_DIRECTORY
  above=$(as_in_mountinfo "${1%/}")
  mount_points | while IFS= read -r mounted; do
    case $mounted in
      "$above"/?*)
        below=$(printf %s "${mounted#"$above"/}" | sed 's/%/%%/g')
        printf 'm\0'
        # shellcheck disable=SC2059  # spaces and line breaks stand there as octal digits
        printf -- "$below"
        printf '\0'
        ;;
    esac
  done
}

# --- one file ---------------------------------------------------------------------------------------------------

# The SHA-256 of standard input. OpenSSL has the processor do it, four times faster than coreutils.
sha256() { # BYTES
  if [ "${1:-0}" -ge "$large" ] && [ -n "$(openssl dgst -sha256 -r 2>/dev/null </dev/null)" ]; then
    sum=$(openssl dgst -sha256 -r 2>/dev/null)
  else
    sum=$(sha256sum)
  fi
  sum=${sum%% *}
}

free() { df -Pk -- "$1" 2>/dev/null | awk 'NR == 2 { printf "%d", $4 }'; }

# Of a user or group; nothing if there is none.
number_of() { # passwd|group NAME_OR_NUMBER
  case $2 in
    *[!0-9]*) getent "$1" -- "$2" | cut -d : -f 3 ;;
    *) printf %s "$2" ;;
  esac
}

check_owner() {
  [ -z "$owner" ] || [ -n "$(number_of passwd "${owner%%:*}")" ] || refuse "there is no user ${owner%%:*} on this server"
  case $owner in
    *:*) [ -n "$(number_of group "${owner#*:}")" ] || refuse "there is no group ${owner#*:} on this server" ;;
  esac
}

# Whether the target is what it is to be, with the mode and owner that were asked for.
is_in_place() {
  [ -f "$target" ] && [ "$(stat -c %s -- "$target")" = "$size" ] || return 1
  [ -z "$mode" ] || [ "$(printf %o "0$(stat -c %a -- "$target")")" = "$(printf %o "0$mode")" ] || return 1
  case $owner in
    '') ;;
    *:*) [ "$(stat -c %u:%g -- "$target")" = "$(number_of passwd "${owner%%:*}"):$(number_of group "${owner#*:}")" ] || return 1 ;;
    *) [ "$(stat -c %u -- "$target")" = "$(number_of passwd "$owner")" ] || return 1 ;;
  esac
  sum=
  { sha256 "$size" <"$target"; } 2>/dev/null
  [ "$sum" = "$sha256" ]
}

# As the user: says "at TARGET TEMPORARY TEMPORARY_SIZE", or "same TARGET" where there is nothing to do.
find_place() {
  line links
  line target
  line temporary
  line size
  line sha256
  line mode
  line owner
  check_owner
  if [ -L "$target" ]; then
    [ "$links" = follow ] || refuse "$target is a link to $(readlink -- "$target"); as root no link is followed, name the file itself"
    resolved=$(readlink -f -- "$target") || refuse "$target is a link to nowhere"
    target=$resolved
  fi
  [ ! -d "$target" ] || refuse "$target is a directory; name the file in it, or put / at its end"
  [ ! -e "$target" ] || [ -f "$target" ] || refuse "$target is not a regular file"
  dir=${target%/*}
  dir=${dir:-/}
  [ -d "$dir" ] || refuse "there is no directory $dir (or $(id -un) may not look into it); make it first"
  if is_in_place; then
    say "same $(word "$target")"
    return
  fi
  if [ -e "$target" ]; then
    ! is_mount_point "$(readlink -f -- "$target")" ||
      refuse "$target is a mount point of its own and cannot be replaced; change the file that is mounted there (findmnt $target), or write into it with exec"
    try_attributes "$target" || refuse "$(cannot_keep "$target")"
  fi
  temporary=${dir%/}/$temporary
  there=0
  [ ! -f "$temporary" ] || there=$(stat -c %s -- "$temporary")
  if [ "$there" -gt "$size" ]; then
    rm -f -- "$temporary"
    there=0
  fi
  room=$(free "$dir")
  if [ -n "$room" ] && [ $((size - there)) -gt $((room * 1024)) ]; then
    refuse "no space in $dir: $((size - there)) bytes are needed, $((room * 1024)) are free"
  fi
  say "at $(word "$target") $(word "$temporary") $there"
}

make_temporary() {
  line temporary
  # A link here was made by somebody else.
  [ ! -L "$temporary" ] || rm -f -- "$temporary"
  # With a list of the directory's own, a file that is made in another way could be read by others at once.
  error=$({ { [ -e "$temporary" ] || install -m 600 -- /dev/null "$temporary"; } && true >>"$temporary"; } 2>&1) ||
    refuse "$(printf '%s' "$error" | first)"
  say ok
}

begin() {
  line token
  line record
  check_fence "$token"
  place=$(as_user find-place)
  # shellcheck disable=SC2086
  set -- $(printf '%s\n' "$place" | sed -n "s/^$nonce at //p")
  if [ $# -lt 2 ]; then
    printf '%s\n' "$place"
    return
  fi
  temporary=$(printf '%s' "$2" | base64 -d)
  keep_record "$record" "$temporary"
  # One at a time: what another delivery has just made is not to be replaced.
  made=$({
    flock -w 60 9 || refuse "another transfer holds $records"
    printf '%s\n' "$temporary" | as_user make-temporary
  } 9<"$records")
  case $made in
    *"$nonce ok"*)
      keep_unless_closed "$record"
      printf '%s\n' "$place"
      ;;
    *)
      rm -f -- "$records/$record"
      printf '%s\n' "$made"
      ;;
  esac
}

hash_of() {
  line path
  line length
  [ -r "$path" ] || refuse "$path cannot be read"
  if [ -n "$length" ]; then
    sum=$(head -c "$length" -- "$path" | { sha256 "$length" && printf %s "$sum"; })
  else
    sum=
    sha256 "$(stat -L -c %s -- "$path")" <"$path"
  fi
  [ ${#sum} -eq 64 ] || refuse "$path cannot be read"
  say "sha256 $sum"
}

look() {
  line path
  [ -e "$path" ] || refuse "there is no $path"
  case $path in
    */)
      { [ -r "$path" ] && [ -x "$path" ]; } || refuse "$path may not be read by $(id -un)"
      command -v tar >/dev/null || refuse "there is no tar on this server, which a directory is packed with; install it"
      say "file 0 $(stat -L -c '%Y %a %U:%G' -- "$path")"
      return
      ;;
  esac
  [ ! -d "$path" ] || refuse "$path is a directory; with / at its end all that is in it is fetched"
  [ -f "$path" ] || refuse "$path is not a regular file"
  [ -r "$path" ] || refuse "$path may not be read by $(id -un)"
  # shellcheck disable=SC2046
  say "file $(stat -L -c '%s %Y %a %U:%G' -- "$path")"
}

fail() {
  echo "$*" >&2
  exit 1
}

# As the user, in the journal: what is in place is whole, or it is what was there before.
replace() {
  line temporary
  line target
  line sha256
  line mode
  line owner
  line new_mode
  [ -f "$temporary" ] || fail "what was sent is gone: $temporary"
  sum=
  size=$(stat -c %s -- "$temporary")
  # The disk works while the processor does; the sync below then has little left. An error is told to the first sync only.
  syncing=
  if [ "$size" -ge "$large" ]; then
    sync -- "$temporary" &
    syncing=$!
  fi
  sha256 "$size" <"$temporary"
  [ -z "$syncing" ] || wait "$syncing" || exit 1
  [ "$sum" = "$sha256" ] || fail "what arrived is not what was sent (SHA-256 $sum); $target stays as it was"
  [ ! -d "$target" ] || fail "$target has become a directory; it stays as it is"
  if [ -e "$target" ]; then
    [ -n "$mode" ] || mode=$(stat -c %a -- "$target")
    if [ -z "$owner" ] && [ "$(stat -c %u:%g -- "$target")" != "$(stat -c %u:%g -- "$temporary")" ]; then
      owner=$(stat -c %u:%g -- "$target")
      chown -- "$owner" "$temporary" 2>/dev/null ||
        fail "$target belongs to $(stat -c %U:%G -- "$target"), which only root can keep; copy with --sudo"
      owner=
    fi
  fi
  if [ -n "$owner" ]; then
    chown -- "$owner" "$temporary" || exit 1
  fi
  make_model "$target" "$mode" "$new_mode"
  if [ -n "$model" ]; then
    mode=$(stat -c %a -- "$model")
    copy_attributes "$model" "$temporary" || fail "$(cannot_keep "$target")"
  fi
  # After chown, which takes set-user-id away.
  chmod "${mode:-$new_mode}" -- "$temporary" && sync -- "$temporary" && mv -f -T -- "$temporary" "$target" || exit 1
  sync -- "${target%/*}/"
}

finish() {
  line record
  as_user replace || exit
  rm -f -- "$records/$record"
}

# --- a tree -----------------------------------------------------------------------------------------------------

# Runs a command that writes records to standard output; what it complains about becomes a record itself.
complaining() {
  { error=$("$@" 2>&1 >&3 3>&-); } 3>&1 && [ -z "$error" ] ||
    printf 'bad\0%s\0' "$(printf '%s\n' "${error:-$1 failed}" | first_words)"
}
first_words() { head -n 1 | cut -c 1-500; }

# What is left alone is not even looked into: it may be large, forbidden, or hang.
find_tree() { # EXPRESSION…: of what is left alone
  find . -ignore_readdir_race -mindepth 1 -regextype posix-extended \( "$@" \) -printf 'x\0%P\0' -prune \
    -o -printf 'e\0%y\0%m\0%s\0%T@\0%U:%G\0%u:%g\0%l\0%P\0'
}
hash_all() { # EXPRESSION…
  find . -ignore_readdir_race -mindepth 1 -regextype posix-extended \( "$@" \) -prune -o -type f -print0 |
    xargs -0 -r sha256sum -z --
}

# As the user: says "tree UID:GID TARGET PLACE_FOR_STAGING", then NUL-terminated fields up to "end".
list_tree() {
  line links
  line target
  line sums
  line excluded
  if [ -L "$target" ]; then
    [ "$links" = follow ] || refuse "$target is a link to $(readlink -- "$target"); as root no link is followed, name the directory itself"
    resolved=$(readlink -f -- "$target") || refuse "$target is a link to nowhere"
    target=$resolved
  fi
  [ ! -e "$target" ] || [ -d "$target" ] || refuse "$target is not a directory"
  parent=${target%/*}
  parent=${parent:-/}
  [ -d "$parent" ] || refuse "there is no directory $parent (or $(id -un) may not look into it); make it first"
  place=$parent
  if [ -d "$target" ]; then
    { [ -r "$target" ] && cd "$target"; } 2>/dev/null || refuse "$target may not be read by $(id -un)"
    # What is renamed has to be on the same file system.
    [ -w "$parent" ] && [ "$(stat -c %d -- "$parent")" = "$(stat -c %d .)" ] || place=$target
  fi
  say "tree $(id -u):$(id -g) $(word "$target") $(word "$place")"
  if [ -d "$target" ]; then
    set -- -false
    for word in $excluded; do
      # The underline keeps a line break at the end.
      regex=$(printf %s "${word#*:}" | base64 -d && echo _)
      set -- "$@" -o -regex "${regex%_}"
      [ "${word%%:*}" = a ] || set -- "$@" -type d
    done
    printf 'there\0'
    mount_points_below "$(pwd -P)"
    complaining find_tree "$@"
    if [ -n "$sums" ]; then
      printf 'sums\0'
      complaining hash_all "$@"
    fi
  fi
  printf 'end\0'
}

make_staging() {
  line staging
  line bytes
  state=old
  if [ ! -e "$staging" ] && [ ! -L "$staging" ]; then
    if error=$(mkdir -m 700 -- "$staging" 2>&1); then
      state=new
    else
      # Another delivery may have made it meanwhile.
      [ -d "$staging" ] || refuse "$(printf '%s' "$error" | first_words)"
    fi
  fi
  [ -d "$staging" ] && [ ! -L "$staging" ] && [ -O "$staging" ] || refuse "$staging was made by somebody else; remove it"
  room=$(free "$staging")
  if [ "$state" = new ] && [ -n "$room" ] && [ "$bytes" -gt $((room * 1024)) ]; then
    rmdir -- "$staging"
    refuse "no space in ${staging%/*}: $bytes bytes are needed, $((room * 1024)) are free"
  fi
  say "staging $state"
}

prepare() {
  line token
  line record
  line staging
  line bytes
  check_fence "$token"
  keep_record "$record" "$staging"
  made=$(printf '%s\n%s\n' "$staging" "$bytes" | as_user make-staging)
  case $made in
    *"$nonce staging"*) keep_unless_closed "$record" ;;
    *) rm -f -- "$records/$record" ;;
  esac
  printf '%s\n' "$made"
}

# Backslashes and line breaks stand in the plan as octal digits; into $plain.
decode() {
  plain=$1
  case $1 in
    *\\*)
      plain=$(printf '%b_' "$1")
      plain=${plain%_}
      ;;
  esac
}

# What was staged gets what the file that it replaces has, or what its directory gives to new files.
put() { # STAGED PATH
  if [ -f "$2" ] && [ ! -L "$2" ]; then
    ! can_keep || ! [ -r "$2" ] || dress "$2" "$1" || return 1
  else
    [ "${2%/*}" = "${dressed_for-}" ] || {
      dressed_for=${2%/*}
      lists=
      { ! has_acl "$dressed_for/" && ! has_acl .; } || ! can_keep || lists=yes
    }
    [ -z "$lists" ] || {
      model=$(scratch "$2") || return 1
      dress "$model" "$1" || {
        rm -f -- "$model"
        return 1
      }
      rm -f -- "$model"
    }
  fi
  mv -f -T -- "$1" "$2"
}

# Nobody else can look into the directory for what is staged, so that the order is of no importance.
dress() { # FROM STAGED
  own_mode=$(stat -c %a -- "$2") && copy_attributes "$1" "$2" && drop_capabilities "$2" && chmod "$own_mode" -- "$2"
}

can_keep() {
  [ -n "${keeps-}" ] || if can_keep_attributes; then keeps=yes; else keeps=no; fi
  [ "$keeps" = yes ]
}

do_action() { # ACTION WITH PATH
  case $1 in
    own) chown -h -- "$2" "$3" ;;
    mod) chmod -- "$2" "$3" ;;
    at) touch -c -d "@$2" -- "$3" ;;
    rm) rm -f -- "$3" ;;
    rmdir) [ ! -d "$3" ] || rmdir -- "$3" ;;
    mkdir) mkdir -m 700 -- "$3" ;;
    mv) put "$2" "$3" ;;
    ln) rm -f link && ln -s -- "$2" link && mv -f -T -- link "$3" ;;
    *) false ;;
  esac
}

# A line for what was done, so that the output of the step says what has become of the directory. A mode with a
# leading 0 is that of a directory that is new, and what is only staged is no change.
report() { # ACTION WITH PATH SIGN
  case $3 in
    "$staging"/*) return 0 ;;
  esac
  shown=${path#"$target"/}
  case $1 in
    rm) printf -- '- %s\n' "$shown" ;;
    rmdir) printf -- '- %s/\n' "$shown" ;;
    mkdir) printf '+ %s/\n' "$shown" ;;
    mv) printf '%s %s\n' "$4" "$shown" ;;
    ln) printf '%s %s -> %s\n' "$4" "$shown" "$2" ;;
    *)
      case $1$2 in
        mod0*) ;;
        *) [ "$3" = "${reported-}" ] || printf '~ %s\n' "$shown" ;;
      esac
      ;;
  esac
  reported=$3
}

# As the user, in the journal: nothing is touched until all that was sent is verified.
apply_tree() {
  line staging
  line target
  line sha256
  cd "$staging" || fail "what was sent is gone: $staging"
  sum=$(cat plan sums | sha256sum)
  [ "${sum%% *}" = "$sha256" ] || fail "the list of changes is not what was sent; $target stays as it was"
  [ ! -s sums ] || sha256sum --quiet --strict -c sums >&2 ||
    fail "what arrived is not what was sent; $target stays as it was"
  can_keep || while IFS= read -r action && IFS= read -r with && IFS= read -r path; do
    decode "$path"
    [ "$action" != mv ] || ! has_acl "$plain" || fail "$(cannot_keep "$plain")"
  done <plan
  sync -f . || exit 1
  while IFS= read -r action && IFS= read -r encoded && IFS= read -r path; do
    decode "$encoded"
    with=$plain
    decode "$path"
    if [ -e "$plain" ] || [ -L "$plain" ]; then sign='~'; else sign=+; fi
    do_action "$action" "$with" "$plain" || fail "stopped at: $action $path; what came before is done"
    report "$action" "$encoded" "$plain" "$sign"
  done <plan
  sync -f "$target" || exit 1
  cd / && rm -rf -- "$staging"
}

apply() {
  line record
  as_user apply-tree || exit
  rm -f -- "$records/$record"
}

case $verb in
  # In the journal only the exit code counts.
  finish | replace | apply | apply-tree) refuse() { fail "$*"; } ;;
esac
case $verb in
  begin | hash | look | fence | finish | list | prepare | apply) line user ;;
esac
case $verb in
  begin) begin ;;
  find-place) find_place ;;
  make-temporary) make_temporary ;;
  hash) as_user hash-of ;;
  hash-of) hash_of ;;
  look) as_user look-at ;;
  look-at) look ;;
  fence)
    line token
    line record
    check_fence "$token"
    [ ! -e "$records/$record" ] || touch -- "$records/$record"
    say ok
    ;;
  finish) finish ;;
  replace) replace ;;
  list) as_user list-tree ;;
  list-tree) list_tree ;;
  prepare) prepare ;;
  make-staging) make_staging ;;
  apply) apply ;;
  apply-tree) apply_tree ;;
  *) refuse "there is no $verb" ;;
esac
