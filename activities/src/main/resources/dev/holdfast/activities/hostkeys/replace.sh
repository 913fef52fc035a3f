# replace PATH PUBLIC: the private half that is kept aside in place of the one that is there, which is kept aside
replace() {
  [ -f "$1" ] && [ ! -L "$1" ] || fail "$1 is not a file"
  there=$(public_of "$1")
  if [ "$there" != "$2" ]; then
    aside=$(kept_as "$2")
    [ "$(public_of "$aside")" = "$2" ] || fail "the private half of $2 is not kept on this server any more"
    [ -z "$there" ] || keep_aside "$1" "$there"
    aside=$(kept_as "$2")
    new=${1%/*}/.${1##*/}.holdfast
    rm -f -- "$new"
    (umask 077; cat -- "$aside" >"$new")
    # Owner, mode, access control list and label of the one that it replaces.
    cp --attributes-only --preserve=all -T -- "$1" "$new"
    touch -- "$new"
    sync "$new"
    mv -fT -- "$new" "$1"
  fi
  [ "$(cut -d ' ' -f 1,2 "$1.pub" 2>/dev/null)" = "$2" ] || {
    new=${1%/*}/.${1##*/}.pub.holdfast
    rm -f -- "$new"
    printf '%s root@%s\n' "$2" "$(hostname)" >"$new"
    chmod 644 "$new"
    sync "$new"
    mv -fT -- "$new" "$1.pub"
  }
}

# loaded: sshd takes all of them
loaded() {
  daemon=$(command -v sshd)
  mkdir -p /run/sshd
  said=$("$daemon" -t 2>&1) || fail "sshd does not take the new host keys: $said"
  case $said in *[Uu]nable\ to\ load\ host\ key* | *[Cc]ould\ not\ load\ host\ key*) fail "$said" ;; esac
}
