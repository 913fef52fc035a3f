# Prints, as facts.sh prints facts, who can log in with what, and what sshd makes of it: for the configuration in place
# and for the candidate. One sshd -T for each class of accounts that Match blocks tell apart, and each way to connect.
# $daemon and $candidate come before it.
nl='
'
current=/etc/ssh/sshd_config
new=$candidate/sshd_config
elsewhere=198.51.100.77
most_runs=600
interesting='^(permitrootlogin|pubkeyauthentication|passwordauthentication|kbdinteractiveauthentication|challengeresponseauthentication|permitemptypasswords|usepam|usedns|authenticationmethods|authorizedkeysfile|authorizedkeyscommand|trustedusercakeys|authorizedprincipalsfile|authorizedprincipalscommand|casignaturealgorithms|pubkeyacceptedalgorithms|pubkeyacceptedkeytypes|requiredrsasize|allowusers|denyusers|allowgroups|denygroups|strictmodes|gssapiauthentication|hostbasedauthentication|hostbasedacceptedalgorithms|subsystem|forcecommand|allowtcpforwarding|disableforwarding) '

echo HOLDFAST-FACTS-BEGIN

if ! said=$("$daemon" -t -f "$new" 2>&1); then
  row candidate-error "$(printf %s "$said" | tr '\n\t' '; ')"
  echo HOLDFAST-FACTS-END
  exit 0
fi

# config_files MAIN: it and the files that it includes
config_files() {
  set +f
  todo=$1
  all=
  while [ -n "$todo" ]; do
    next=
    for file in $todo; do
      case " $all " in *" $file "*) continue ;; esac
      [ -f "$file" ] || continue
      all="$all $file"
      set -f
      for pattern in $(sed -n 's/^[[:space:]]*include[[:space:]=]\{1,\}//Ip' "$file" | sed 's/#.*//' | tr -d '"'); do
        case $pattern in /*) ;; *) pattern=/etc/ssh/$pattern ;; esac
        next="$next $pattern"
      done
      set +f
    done
    todo=$next
  done
  printf '%s\n' $all
}

# criteria FILES: what their Match lines ask for, one 'criterion pattern' a line
criteria() {
  sed -n 's/^[[:space:]]*match[[:space:]=]\{1,\}//Ip' "$@" | tr '="\t' '   ' | while read -r line; do
    set -- ${line%%#*}
    while [ $# -ge 2 ]; do
      kind=$(printf %s "$1" | tr A-Z a-z)
      case $kind in
        all | canonical | final | invalid-user)
          shift
          continue
          ;;
      esac
      values=$2
      shift 2
      IFS=,
      for value in $values; do printf '%s %s\n' "$kind" "${value#!}"; done
      unset IFS
    done
  done
}

matched=$(criteria $(config_files "$current") $(config_files "$new") | sort -u)
patterns_of() { printf '%s\n' "$matched" | sed -n "s/^$1 //p"; }

# shown CONFIGURATION USER ADDRESS PORT LOCAL-ADDRESS
shown() {
  "$daemon" -T -f "$1" -C "user=$2,host=$3,addr=$3,laddr=$5,lport=$4" 2>/dev/null | grep -E "$interesting"
}

# sampled: an address for each pattern of addresses
sampled() {
  sed -E -e 's#/.*##' -e 's/[*?]/1/g' -e ':a' -e '/^[0-9]+(\.[0-9]+){0,2}$/{s/$/.1/;ba' -e '}' |
    grep -E '^([0-9]+(\.[0-9]+){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*)$'
}

# Who logged in within 90 days, from where and how.
seen=$(
  {
    timeout 8 journalctl -q --no-pager -o cat --since='90 days ago' _COMM=sshd _COMM=sshd-session 2>/dev/null ||
      [ $? -ne 124 ] || echo HOLDFAST-CUT
    find /var/log -maxdepth 1 \( -name 'auth.log*' -o -name 'secure*' \) ! -name '*.gz' -mtime -90 -exec timeout 4 cat -- {} + 2>/dev/null
  } | sed -n -e '/^HOLDFAST-CUT$/p' -e 's/^\(.* sshd[^ ]*: \)\{0,1\}Accepted \([^ ]*\) for \(.*\) from \([^ ]*\) port .*/\3\t\4\t\2/p'
  { last -w -i -s -90days || last -w -i -n 5000; } 2>/dev/null |
    sed -n 's/^\([^ ]\{1,\}\) \{1,\}[^ ]\{1,\} \{1,\}\([0-9a-fA-F.:]\{3,\}\) .*/\1\t\2\tsession/p' | grep -vE "^(reboot|shutdown|runlevel|wtmp)$tab"
  lastlog -t 90 2>/dev/null | tail -n +2 | cut -d' ' -f1 | sed "s/\$/$tab${tab}session/"
)
case $seen in *HOLDFAST-CUT*) row unchecked 'a part of the journal, which is large' ;; esac
seen=$(printf '%s\n' "$seen" | grep -v HOLDFAST-CUT | sort -u | head -n 2000)
[ -z "$seen" ] || printf '%s\n' "$seen" | sed "s/^/seen$tab/"
seen_names=$(printf '%s\n' "$seen" | cut -f1 | sort -u)

row now "$(date +%Y%m%d%H%M%S)" "$(date -u +%Y%m%d%H%M%S)"
for service in $(sed -n 's/^passwd:[[:space:]]*//p' /etc/nsswitch.conf 2>/dev/null | sed 's/\[[^]]*\]//g; s/#.*//'); do
  case $service in files | compat | systemd | db | extrausers | altfiles | mymachines) ;; *) row directory-service "$service" ;; esac
done
if [ -e /etc/ssh/shosts.equiv ] || [ -e /etc/hosts.equiv ]; then row host-equivalents; fi
[ ! -e /etc/krb5.keytab ] || row keytab

# pam_auth SERVICE DEPTH: the modules that authenticate
pam_auth() {
  [ -f "/etc/pam.d/$1" ] && [ "$2" -lt 6 ] || return 0
  sed -n -e 's/^[[:space:]]*@include[[:space:]]\{1,\}/include /p' -e 's/^[[:space:]]*-\{0,1\}auth[[:space:]]\{1,\}//p' \
    "/etc/pam.d/$1" | while read -r line; do
    set -- $line "$2"
    case $1 in
      include | substack) pam_auth "$2" $((${3:-5} + 1)) ;;
      *) printf '%s\n' "$line" | grep -o 'pam_[a-z0-9_]*' | head -n 1 ;;
    esac
  done
}
for module in $(pam_auth sshd 0 | sort -u); do
  case $module in
    pam_unix | pam_deny | pam_permit | pam_nologin | pam_env | pam_faildelay | pam_faillock | pam_tally | pam_tally2 | pam_cap | pam_securetty | pam_sepermit | pam_shells | pam_succeed_if | pam_localuser | pam_usertype | pam_listfile | pam_access | pam_time | pam_motd | pam_warn | pam_group | pam_echo | pam_rootok | pam_wheel | pam_issue | pam_fprintd) ;;
    *) row pam-module "$module" ;;
  esac
done

base=$(shown "$current" root $elsewhere 22 192.0.2.1; shown "$new" root $elsewhere 22 192.0.2.1)
port=$("$daemon" -T -f "$current" -C "user=root,host=$elsewhere,addr=$elsewhere,laddr=192.0.2.1,lport=22" 2>/dev/null | sed -n 's/^port //p' | head -n 1)
sources=$(patterns_of address; patterns_of host; printf '%s\n' "$base" | sed -n 's/^\(allow\|deny\)users .*@//p')
[ -z "$sources" ] || sources=$(printf '%s\n' "$sources" | sampled; printf '%s\n' "$seen" | cut -f2 | grep . | sort -u | head -n 16)
targets=$(patterns_of localaddress | sampled)
ports=$(patterns_of localport | grep -E '^[0-9]+$')
specs=
for source in $elsewhere $(printf '%s\n' "$sources" | sort -u | grep -Fxv $elsewhere); do
  for target in 192.0.2.1 $(printf '%s\n' "$targets" | sort -u); do
    for number in "${port:-22}" $(printf '%s\n' "$ports" | sort -u | grep -Fxv "${port:-22}"); do
      specs="$specs$source $number $target$nl"
    done
  done
done
match_users=$(patterns_of user)
match_groups=$(patterns_of group)
[ -z "$(patterns_of rdomain)" ] || row unchecked 'Match RDomain'

# The accounts, each with the number of its class: accounts that every Match block treats alike.
accounts=$(
  grep -v '^[+-]' /etc/passwd
  [ ! -f /var/lib/extrausers/passwd ] || cat /var/lib/extrausers/passwd
)
for name in $seen_names; do
  case "$nl$accounts" in *"$nl$name:"*) ;; *) accounts="$accounts$nl$(getent passwd "$name")" ;; esac
done
classes=
count=0
while IFS=: read -r name _ uid gid _ home shell; do
  [ -n "$name" ] || continue
  groups=$(id -Gnz -- "$name" 2>/dev/null | tr '\0' '\n')
  key=
  IFS=$nl
  for pattern in $match_users; do
    case $pattern in *[][\\]*) key=$key$name ;; esac
    case $name in $pattern) key=$key+ ;; *) key=$key- ;; esac
  done
  for pattern in $match_groups; do
    hit=-
    for group in $groups; do case $group in $pattern) hit=+ ;; esac; done
    key=$key$hit
  done
  unset IFS
  class=$(printf '%s' "$classes" | sed -n "s/^$(printf %s "$key" | sed 's/[][\\.*^$/]/\\&/g')= \([0-9]*\) .*/\1/p")
  if [ -z "$class" ]; then
    class=$count
    count=$((count + 1))
    classes="$classes$key= $class $name$nl"
  fi
  where=directory
  ! grep -q "^$name:" /etc/passwd || where='local'
  row account "$name" "$uid" "$gid" "${shell:-/bin/sh}" "$(shell_state "${shell:-/bin/sh}")" "$home" \
    "$(account_state "$name")" "$class" "$where" "$(printf '%s\n' "$groups" | b64)"
done <<END
$accounts
END

total=$(printf %s "$specs" | grep -c .)
room=$((most_runs / 2 / (count > 0 ? count : 1)))
[ "$room" -ge 1 ] || room=1
if [ "$total" -gt "$room" ]; then
  row unchecked "$((total - room)) of $total addresses and ports that Match blocks tell apart"
  specs=$(printf %s "$specs" | head -n "$room")$nl
fi
files= authorities= principals= number=0
while read -r source port target; do
  [ -n "$source" ] || continue
  row connection "$number" "$source"
  while read -r _ class user; do
    [ -n "$user" ] || continue
    for config in "$current" "$new"; do
      settings=$(shown "$config" "$user" "$source" "$port" "$target")
      if [ "$config" = "$current" ]; then which=before; else which=after; fi
      row settings "$which" "$class" "$number" "$(printf '%s\n' "$settings" | b64)"
      files="$files$nl$(printf '%s\n' "$settings" | sed -n 's/^authorizedkeysfile //p' | tr ' ' '\n')"
      authorities="$authorities$nl$(printf '%s\n' "$settings" | sed -n 's/^trustedusercakeys //p')"
      principals="$principals$nl$(printf '%s\n' "$settings" | sed -n 's/^authorizedprincipalsfile //p')"
    done
  done <<END
$classes
END
  number=$((number + 1))
done <<END
$specs
END

unique() { printf '%s\n' "$1" | grep -v '^none$' | grep . | sort -u; }
for file in $(unique "$authorities"); do
  [ ! -f "$file" ] || row authority "$file" "$(head -c 262144 -- "$file" | b64)"
done
files=$(unique "$files")
principals=$(unique "$principals")
while IFS=: read -r name _ uid gid _ home shell; do
  [ -n "$name" ] || continue
  for pattern in $files; do
    file=$(key_path "$pattern" "$name" "$uid" "$home")
    [ ! -f "$file" ] ||
      row keyfile "$name" "$pattern" "$(loose_path "$file" "$home" "$uid" "$gid")" "$(read_as_login "$name" "$uid" "$gid" "$file" | b64)"
  done
  for pattern in $principals; do
    [ ! -f "$(key_path "$pattern" "$name" "$uid" "$home")" ] || row principals "$name" "$pattern"
  done
  [ ! -f "$home/.shosts" ] && [ ! -f "$home/.rhosts" ] || row shosts "$name"
done <<END
$accounts
END

echo HOLDFAST-FACTS-END
