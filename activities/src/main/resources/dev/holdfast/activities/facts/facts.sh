# Prints facts as rows of tab-separated fields, file contents in base64, between two marks. Changes nothing.
# The words that it works on (login, users, keys, groups, directories, sudo_files, packages, sshd) come before it.
read_keys='
d=$1/.ssh f=$1/.ssh/authorized_keys
dmode= fmode= obstacle= content=
if [ -L "$d" ]; then obstacle="$d is a symbolic link"
elif [ -e "$d" ] && [ ! -d "$d" ]; then obstacle="$d is not a directory"
elif [ -d "$d" ] && [ "$(stat -c %u "$d")" != "$(id -u)" ]; then obstacle="$d belongs to another user"
elif [ -L "$f" ]; then obstacle="$f is a symbolic link"
elif [ -e "$f" ] && [ ! -f "$f" ]; then obstacle="$f is not a file"
elif [ -f "$f" ] && [ "$(stat -c %u "$f")" != "$(id -u)" ]; then obstacle="$f belongs to another user"
else
  [ ! -d "$d" ] || dmode=$(stat -c %a "$d")
  if [ -f "$f" ]; then fmode=$(stat -c %a "$f"); content=$(base64 <"$f" | tr -d "\n"); fi
fi
printf "keys\t%s\t%s\t%s\t%s\t%s\n" "$2" "$dmode" "$fmode" "$obstacle" "$content"
'

echo HOLDFAST-FACTS-BEGIN

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then row package-manager apt; fi
[ ! -d /run/systemd/system ] || row systemd
! command -v visudo >/dev/null || row visudo
if grep -Eqs '^[@#]includedir[[:space:]]+"?/etc/sudoers\.d/?"?[[:space:]]*$' /etc/sudoers; then row sudoers-directory; fi
row login-groups "$(id -Gn "$login" 2>/dev/null)"

for user in $users; do
  entry=$(getent passwd "$user") || continue
  IFS=:
  set -- $entry
  unset IFS
  uid=$3 gid=$4 home=$6 shell=${7:-/bin/sh}
  if [ -d "$home" ]; then exists=1; else exists=0; fi
  row user "$user" "$uid" "$home" "$shell" "$exists" "$(id -Gn "$user")" "$(id -G "$user")"
  case " $keys " in
    *" $user "*) as_user "$uid" "$gid" sh -c "$read_keys" sh "$home" "$user" ;;
  esac
done

# What stands between a user and a login with a key, also of a user who is yet to be made.
login_facts() {
  daemon=$(command -v sshd) && mkdir -p /run/sshd
  entry=$(getent passwd "$1")
  IFS=:
  set -- "$1" $entry
  unset IFS
  name=$1 uid=${4-} gid=${5-} home=${7-/home/$1} shell=${8-} loose='' elsewhere=''
  settings=
  if [ -n "$daemon" ]; then
    settings=$("$daemon" -T -C "user=$name,host=198.51.100.77,addr=198.51.100.77,laddr=192.0.2.1,lport=22" 2>/dev/null)
  fi
  if [ -n "$entry" ]; then
    file=$home/.ssh/authorized_keys
    [ -e "$file" ] || file=$home/.ssh
    [ -e "$file" ] || file=$home
    [ ! -e "$file" ] || loose=$(loose_path "$file" "$home" "$uid" "$gid")
    # What Holdfast sets itself is no obstacle.
    case $loose in "$home/.ssh" | "$home/.ssh/authorized_keys") loose=$(loose_path "$home" "$home" "$uid" "$gid") ;; esac
    for pattern in $(printf '%s\n' "$settings" | sed -n 's/^authorizedkeysfile //p'); do
      file=$(key_path "$pattern" "$name" "$uid" "$home")
      if [ -f "$file" ] && [ "$file" != "$home/.ssh/authorized_keys" ]; then
        elsewhere="$elsewhere$(read_as_login "$name" "$uid" "$gid" "$file")
"
      fi
    done
  fi
  row login "$name" "$(account_state "$name")" "$(shell_state "${shell:-/bin/sh}")" "$loose" \
    "$(date +%Y%m%d%H%M%S)" "$(date -u +%Y%m%d%H%M%S)" "$(printf '%s\n' "$settings" | b64)" "$(printf '%s' "$elsewhere" | b64)"
}
for user in $keys; do login_facts "$user"; done

[ -z "$groups" ] || getent group $groups | while IFS=: read -r name _ gid members; do
  row group "$name" "$gid" "$members"
done

for path in $directories; do
  if [ -e "$path" ] || [ -L "$path" ]; then
    real=$(realpath -m -- "$path")
    type=$(stat -c '%F' -- "$path")
    [ "$real" = "$path" ] || [ -L "$path" ] || type="way through a symbolic link to $real"
    row directory "$path" "$type" "$(stat -c "%U${tab}%G${tab}%a${tab}%u${tab}%g" -- "$path")"
  else
    above=$(dirname -- "$path")
    while [ ! -e "$above" ] && [ ! -L "$above" ]; do above=$(dirname -- "$above"); done
    row directory-above "$path" "$above"
  fi
done

for name in $sudo_files; do
  file=/etc/sudoers.d/$name
  listed=
  case $name in
    holdfast-user-*) listed=$(sudo -n -l -U "${name#holdfast-user-}" 2>&1 | b64) ;;
  esac
  [ ! -f "$file" ] || row sudo "$name" "$(stat -c "%U:%G${tab}%a" -- "$file")" "$(b64 <"$file")" "$listed"
done

# Lists that were fetched before the sources were changed, or a week ago, may lack what is there.
lists_recent() {
  if [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' 2>/dev/null | head -n 1)" ] &&
    [ -n "$(find /var/lib/apt/lists /var/lib/apt/lists/partial -maxdepth 0 -mtime -7 2>/dev/null)" ]; then
    recent=1
    set +f
    for source in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
      [ ! -e "$source" ] || [ -n "$(find /var/lib/apt/lists /var/lib/apt/lists/partial -maxdepth 0 -newer "$source" 2>/dev/null)" ] || recent=
    done
    set -f
    [ -z "$recent" ] || row package-lists-recent
  fi
}

# A package that another one provides is there, unless it is also one of its own: as apt sees it.
package_facts() {
  dpkg-query -W -f='package\t${Package}\t${db:Status-Status}\n' -- $packages 2>/dev/null
  missing=
  for package in $packages; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' -- "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  policy=$(apt-cache -q policy -- $missing 2>/dev/null)
  provided=$(dpkg-query -W -f='${db:Status-Status} ${Provides}\n' 2>/dev/null | sed -n 's/^installed //p' | sed 's/([^)]*)//g' | tr ',' '\n' | tr -d ' ')
  for package in $missing; do
    candidate=$(printf '%s\n' "$policy" | sed -n "/^$package:\$/,/^[^ ]/s/^ *Candidate: *//p" | head -n 1)
    if [ -n "$candidate" ] && [ "$candidate" != '(none)' ]; then continue; fi
    if printf '%s\n' "$provided" | grep -Fqx -- "$package"; then
      row package "$package" installed
    elif ! apt-cache -q showpkg -- "$package" 2>/dev/null | sed '1,/^Reverse Provides:/d' | grep -q .; then
      row package-unknown "$package"
    fi
  done
  lists_recent
}
[ -z "$packages" ] || ! command -v apt-get >/dev/null || package_facts

sshd_facts() {
  daemon=$(command -v sshd) || {
    row sshd-error 'sshd is not installed'
    return
  }
  for unit in ssh.service sshd.service ssh.socket; do
    row unit "$unit" "$(systemctl show -p Id --value "$unit")" "$(systemctl is-active "$unit")"
  done
  if ! effective=$("$daemon" -T -C "user=$login,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22" 2>&1); then
    row sshd-error "$(printf %s "$effective" | tr '\n\t' '; ')"
    return
  fi
  row effective "$(printf %s "$effective" | b64)"
  for kind in kex cipher mac key-sig; do
    row supported "$kind" "$(ssh -Q "$kind" 2>/dev/null | tr '\n' ',')"
  done
  printf '%s\n' "$effective" | sed -n 's/^hostkey //p' | while read -r key; do
    row host-key "$key" "$(ssh-keygen -lf "$key" 2>/dev/null)"
  done
  set +f
  for file in /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf; do
    [ ! -f "$file" ] || row config "$file" "$(stat -c %a -- "$file")" "$(b64 <"$file")"
  done
  set -f

  case "$(printf '%s\n' "$effective" | grep -E '^(authorizedkeyscommand|trustedusercakeys) ')" in
    *' /'*) return ;;
  esac
  entry=$(getent passwd "$login") || return 0
  IFS=:
  set -- $entry
  unset IFS
  uid=$3 gid=$4 home=$6
  row login-keys-known
  for pattern in $(printf '%s\n' "$effective" | sed -n 's/^authorizedkeysfile //p'); do
    file=$(printf %s "$pattern" | sed -e "s|%h|$home|g" -e "s|%u|$login|g" -e "s|%U|$uid|g" -e 's|%%|%|g')
    case $file in /*) ;; *) file=$home/$file ;; esac
    as_user "$uid" "$gid" ssh-keygen -lf "$file" 2>/dev/null | while read -r key; do row login-key "$key"; done
  done
}
[ "$sshd" = 0 ] || sshd_facts

