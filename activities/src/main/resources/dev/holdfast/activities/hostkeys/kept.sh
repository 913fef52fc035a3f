# Host keys that are kept aside, each in a file named by the hash of its public half. What defines `fail` uses this.
keep=/var/lib/holdfast/host-keys

# public_of PRIVATE: TYPE BASE64, made from the private half, because a .pub file may be another key's
public_of() { ssh-keygen -y -P '' -f "$1" 2>/dev/null </dev/null | cut -d ' ' -f 1,2; }

# kept_as PUBLIC: where its private half is kept
kept_as() { printf '%s/%s' "$keep" "$(printf %s "$1" | sha256sum | cut -c 1-64)"; }

open_keep() {
  mkdir -p -m 755 /var/lib/holdfast
  mkdir -p -m 700 "$keep"
  [ ! -L "$keep" ] && [ "$(stat -c %u "$keep")" = 0 ] || fail "$keep is not a directory of root"
}

# keep_aside PRIVATE PUBLIC
keep_aside() {
  aside=$(kept_as "$2")
  [ "$(public_of "$aside")" != "$2" ] || return 0
  rm -f -- "$aside.new"
  (umask 077; cat -- "$1" >"$aside.new")
  sync "$aside.new"
  mv -fT -- "$aside.new" "$aside"
}
