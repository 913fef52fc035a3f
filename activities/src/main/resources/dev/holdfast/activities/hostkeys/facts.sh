host_keys_facts() {
  daemon=$(command -v sshd) || return 0
  mkdir -p /run/sshd
  found=$(
    "$daemon" -T -C "user=$login,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22" 2>/dev/null |
      sed -n 's/^hostkey //p' | while read -r path; do
      [ -e "$path" ] || [ -L "$path" ] || continue
      obstacle=
      if [ -L "$path" ]; then
        obstacle='is a symbolic link'
      elif [ ! -f "$path" ]; then
        obstacle='is no file'
      elif [ "$(stat -c %u -- "$path")" != 0 ]; then
        obstacle='does not belong to root'
      fi
      bits=$(ssh-keygen -lf "$path" 2>/dev/null | cut -d ' ' -f 1)
      printf '%s|%s|%s|%s\n' "$path" "$(public_of "$path")" "$bits" "$obstacle"
    done
    set +f
    for file in "$keep"/*; do
      [ ! -f "$file" ] || printf 'kept|%s\n' "$(public_of "$file")"
    done
  )
  row host-keys all "$(printf '%s\n' "$found" | b64)"
}
host_keys_facts
