# Prints facts as rows of tab-separated fields, file contents in base64, between two marks. Changes nothing.
# The words that it works on (login, users, keys, groups, directories, sudo_files, packages, sshd) come before it.
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
  row user "$user" "$uid" "$home" "$shell" "$exists" "$(id -Gn "$user")"
  case " $keys " in
    *" $user "*) as_user "$uid" "$gid" sh -c "$read_keys" sh "$home" "$user" ;;
  esac
done

[ -z "$groups" ] || getent group $groups | while IFS=: read -r name _ gid members; do
  row group "$name" "$gid" "$members"
done

for path in $directories; do
  if [ -e "$path" ] || [ -L "$path" ]; then
    real=$(realpath -m -- "$path")
    type=$(stat -c '%F' -- "$path")
    [ "$real" = "$path" ] || [ -L "$path" ] || type="way through a symbolic link to $real"
    row directory "$path" "$type" "$(stat -c "%U${tab}%G${tab}%a" -- "$path")"
  fi
done

for name in $sudo_files; do
  file=/etc/sudoers.d/$name
  [ ! -f "$file" ] || row sudo "$name" "$(stat -c "%U:%G${tab}%a" -- "$file")" "$(b64 <"$file")"
done

[ -z "$packages" ] || dpkg-query -W -f='package\t${Package}\t${db:Status-Status}\n' -- $packages 2>/dev/null

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

echo HOLDFAST-FACTS-END
