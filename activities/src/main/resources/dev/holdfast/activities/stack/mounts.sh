# Which paths of the server no container may see: whoever may write there is root of the server, or reads what lets one in.

# forbidden_rows DATA_ROOT: `all PATH`, or `home PATH` for all names in it that begin with a dot; links are followed
forbidden_rows() {
  {
    printf '%s\n' /bin /boot /dev /etc /lib /lib32 /lib64 /libx32 /nix /opt/cni /opt/containerd /proc /root /run /sbin /snap /sys \
      /usr "$1"
    find /var -mindepth 1 -maxdepth 1 ! -name www ! -name opt
    # A socket on which root listens does what it is told.
    ss -Hxl 2>/dev/null | while read -r _ _ _ _ socket _; do
      case $socket in /*) [ "$(stat -c %u -- "$socket" 2>/dev/null)" != 0 ] || printf '%s\n' "$socket" ;; esac
    done
    # Nobody logs in there, but by a key that is there already.
    getent passwd | while IFS=: read -r _ _ _ _ _ home _; do
      [ ! -e "$home/.ssh" ] || printf '%s\n' "$home/.ssh"
    done
  } | sort -u | followed all
  {
    echo /home
    find /home/ -mindepth 1 -maxdepth 1 2>/dev/null
    getent passwd | while IFS=: read -r _ _ _ _ _ home shell; do
      case $shell in *nologin | */false | */sync) ;; *) printf '%s\n' "$home" ;; esac
    done
  } | sort -u | followed home
}

# followed ROW: rows of the paths of standard input, as they are named and as they lead
followed() {
  tr '\n' '\0' | xargs -0 sh -c 'printf "%s\n" "$@" && realpath -m -- "$@"' sh | sort -u | sed "s/^/$1$tab/"
}

# loose_above PATH: the first directory above it that others than root may change, which could make it a link
loose_above() {
  set -- "$1"
  above=$1
  while [ -n "${above%/*}" ]; do
    above=${above%/*}
    set -- "$@" "$above"
  done
  shift
  [ $# -eq 0 ] || stat -c '%u %g %A %n' -- "$@" | while read -r uid gid mode directory; do
    case "$uid $mode $gid" in
      0\ d????-??-* | 0\ d????w??-*\ 0) ;;
      *) printf '%s\n' "$directory" && break ;;
    esac
  done
}

# mount_rows PATH…: of each path of the server `PATH RESOLVED OBSTACLE`: where it leads, and why no container may see it
mount_rows() {
  tab=$(printf '\t')
  ask info -f '{{.DockerRootDir}}'
  {
    while read -r _ _ device root at _; do printf 'mount\t%s\t%s\t%s\n' "$device" "$root" "$at"; done </proc/1/mountinfo
    forbidden_rows "$said"
    for path in "$@"; do
      obstacle=''
      resolved=$(realpath -e -- "$path" 2>/dev/null) || resolved=''
      case $resolved in
        '') obstacle='is not on the server; make it first, or name a volume' ;;
        *[!A-Za-z0-9._/-]*)
          resolved=''
          obstacle='leads to a path with blanks, colons or other special characters; name another directory'
          ;;
        *)
          loose=$(loose_above "$resolved")
          [ -z "$loose" ] ||
            obstacle="lies in $loose, which others than root may change; name a volume, or a directory that only root may move, such as one in /srv"
          case $(stat -c %F -- "$resolved") in
            directory | 'regular file' | 'regular empty file') ;;
            *) obstacle='is neither a directory nor a file; name a volume, or a directory of its own' ;;
          esac
          ;;
      esac
      printf 'ask\t%s\t%s\t%s\n' "$path" "$resolved" "$obstacle"
    done
  } | awk -F '\t' '
    # A path has several names: its own, and one in each file system that is mounted at it or above it.
    function names(path, found,   i, n) {
      found[n = 1] = " " path
      for (i = 1; i <= mounts; i++) if (within(path, at[i])) found[++n] = device[i] " " root[i] substr(path, length(at[i]) + 1)
      return n
    }
    function within(path, above) { return index(path "/", above "/") == 1 }
    function plain(path) { sub(/\/+$/, "", path); return path }
    function seen(name, f) {
      return within(forbidden[f], name) ||
        within(name, forbidden[f]) && (rule[f] == "all" || substr(name, length(forbidden[f]) + 2, 1) == ".")
    }
    $1 == "mount" { device[++mounts] = $2; root[mounts] = plain($3); at[mounts] = plain($4) }
    $1 == "all" || $1 == "home" {
      count = names(plain($2), found)
      for (i = 1; i <= count; i++) { forbidden[++rules] = found[i]; rule[rules] = $1; said[rules] = $2 ($1 == "home" ? "/.*" : "") }
    }
    $1 == "ask" {
      obstacle = $4
      if ($3 != "") {
        path = plain($3)
        count = names(path, found)
        for (i = 1; i <= mounts; i++) if (within(at[i], path)) found[++count] = device[i] " " root[i]
        for (f = rules; f > 0; f--) for (i = 1; i <= count; i++) if (seen(found[i], f))
          obstacle = "is, lies in or contains " said[f] ", which no container may see; name a volume, or a directory of its own"
      }
      printf "%s\t%s\t%s\n", $2, $3, obstacle
    }'
}
