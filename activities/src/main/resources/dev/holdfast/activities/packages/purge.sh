# Purges the packages of $purged with apt, and what was installed only for them. Nothing goes with them that somebody
# has asked for, or that nothing needed before.
export DEBIAN_FRONTEND=noninteractive
here() {
  for package in $purged; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' -- "$package" 2>/dev/null)" != installed ] || printf ' %s' "$package"
  done
}
# goes COMMAND…: what this run of apt would remove
goes() { apt-get -qs "$@" | sed -n 's/^\(Remv\|Purg\) \([^ ]*\).*/\2/p' | sort -u; }
if [ -n "$(here)" ]; then
  [ -z "$(dpkg --audit)" ] || dpkg --configure -a
  orphans=$(goes autoremove)
  all=$(goes purge --auto-remove $(here))
  set --
  for package in $all; do
    case " $(here) " in
      *" $package "*) ;;
      *)
        ! printf '%s\n' "$orphans" | grep -Fqx -- "$package" || continue
        [ -z "$(apt-mark showmanual "$package")" ] ||
          fail "$package needs what would be purged ($(here | sed 's/^ //')): remove it first, or leave them"
        ;;
    esac
    set -- "$@" "$package"
  done
  apt-get -qy -o DPkg::Lock::Timeout=300 purge "$@"
fi
[ -z "$(here)" ] || fail "still installed:$(here)"
