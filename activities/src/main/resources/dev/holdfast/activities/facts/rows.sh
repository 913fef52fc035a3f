# What the scripts that print facts share: rows of tab-separated fields, file contents in base64.
set -u
set -f
export LC_ALL=C PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
tab=$(printf '\t')

row() {
  IFS=$tab
  printf '%s\n' "$*"
  unset IFS
}

b64() {
  base64 | tr -d '\n'
}

# As the user, so that a symbolic link shows nothing that the user could not see anyway.
as_user() {
  if [ "$1" = 0 ]; then
    shift 2
    "$@"
  elif command -v setpriv >/dev/null; then
    uid=$1 gid=$2
    shift 2
    setpriv --reuid "$uid" --regid "$gid" --clear-groups --no-new-privs -- "$@"
  else
    name=$(id -nu "$1")
    shift 2
    runuser -u "$name" -- "$@"
  fi
}
