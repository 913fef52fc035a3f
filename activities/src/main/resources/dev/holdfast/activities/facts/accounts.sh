# What the scripts that print facts share about accounts.

# account_state NAME: what its password is (set, empty, none, locked, unknown), and whether the account is open.
# The hash itself is never printed.
account_state() {
  entry=$(getent shadow "$1" 2>/dev/null | head -n 1)
  if [ -z "$entry" ]; then
    row unknown open
    return
  fi
  IFS=:
  set -- $entry
  unset IFS
  case ${2-} in
    '') password=empty ;;
    '!'*) password=locked ;;
    '*'* | x) password=none ;;
    *) password='set' ;;
  esac
  today=$(($(date +%s) / 86400)) changed=${3-} longest=${5-} inactive=${7-} expires=${8-} state='open'
  if [ -n "$expires" ] && [ "$today" -ge "$expires" ]; then
    state=expired
  elif [ -n "$changed" ] && [ -n "$longest" ] && [ -n "$inactive" ] && [ "$changed" -gt 0 ] && [ "$longest" -ge 0 ] &&
    [ "$inactive" -ge 0 ] && [ $((today - changed)) -gt $((longest + inactive)) ]; then
    state=inactive
  fi
  row "$password" "$state"
}

# shell_state SHELL: ok, missing or nologin
shell_state() {
  case $1 in
    */nologin | */false) echo nologin ;;
    *) if [ -f "$1" ] && [ -x "$1" ]; then echo ok; else echo missing; fi ;;
  esac
}

# key_path PATTERN NAME UID HOME: AuthorizedKeysFile and the like, with its tokens replaced
key_path() {
  path=$1
  expanded=
  while [ -n "$path" ]; do
    case $path in
      %u*) expanded=$expanded$2 path=${path#??} ;;
      %U*) expanded=$expanded$3 path=${path#??} ;;
      %h*) expanded=$expanded$4 path=${path#??} ;;
      %%*) expanded=$expanded% path=${path#??} ;;
      *)
        rest=${path#?}
        expanded=$expanded${path%"$rest"} path=$rest
        ;;
    esac
  done
  case $expanded in
    /*) printf %s "$expanded" ;;
    *) printf %s "$4/$expanded" ;;
  esac
}

# loose_path FILE HOME UID GID: the part of the path for which StrictModes refuses the file; nothing where there is none
loose_path() {
  part=$(realpath -- "$1") home=$(realpath -m -- "$2")
  while :; do
    IFS=' '
    set -- "$part" "$home" "$3" "$4" $(stat -c '%u %g %a' -- "$part")
    unset IFS
    loose=18
    # Debian lets the group write where nobody but the user is in it.
    if [ "$6" = "$4" ] && [ -e /etc/debian_version ] && [ -z "$(getent group "$4" | cut -d: -f4)" ]; then loose=2; fi
    if { [ "$5" != 0 ] && [ "$5" != "$3" ]; } || [ $((0$7 & loose)) -ne 0 ]; then
      printf %s "$part"
      return
    fi
    if [ "$part" = "$home" ] || [ "$part" = / ]; then return; fi
    part=$(dirname -- "$part")
  done
}

# read_as_login NAME UID GID FILE: the file as sshd reads it for the user; nothing where it cannot
read_as_login() {
  if [ "$2" = 0 ]; then
    head -c 524288 -- "$4"
  elif command -v setpriv >/dev/null; then
    setpriv --reuid "$2" --regid "$3" --init-groups --no-new-privs -- head -c 524288 -- "$4"
  else
    runuser -u "$1" -- head -c 524288 -- "$4"
  fi 2>/dev/null
}
