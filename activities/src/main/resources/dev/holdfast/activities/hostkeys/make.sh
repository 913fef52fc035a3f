# make PATH TYPE BITS: a new key, kept aside; its public half goes to standard output
make() {
  rm -f -- "$keep/making" "$keep/making.pub"
  if [ "$3" = 0 ]; then set -- "$1" "$2"; else set -- "$1" "$2" -b "$3"; fi
  path=$1 type=$2
  shift 2
  ssh-keygen -q -t "$type" "$@" -N '' -C "root@$(hostname)" -f "$keep/making" </dev/null >&2 || fail "ssh-keygen makes no $type key"
  public=$(public_of "$keep/making")
  [ -n "$public" ] || fail "the new $type key cannot be read"
  sync "$keep/making"
  mv -fT -- "$keep/making" "$(kept_as "$public")"
  rm -f -- "$keep/making.pub"
  printf 'holdfast-host-key %s %s\n' "$public" "$path"
}
