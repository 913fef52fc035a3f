# needed_files LOGIN: the files without which the server does not run, or nobody gets in. */NAME is one in whatever
# directory of libraries.
needed_files() {
  files='/sbin/init /lib/systemd/systemd'
  for program in "$(command -v sshd)" "$(command -v sudo)" "$(getent passwd "$1" | cut -d : -f 7)"; do
    [ -z "$program" ] || files="$files $program $(realpath -- "$program") /usr$program"
  done
  for unit in NetworkManager networking systemd-networkd systemd-resolved dhcpcd; do
    ! systemctl is-active -q "$unit" 2>/dev/null || files="$files $(systemctl show -p FragmentPath --value "$unit")"
  done
  for module in $(cat /etc/pam.d/sshd /etc/pam.d/sudo /etc/pam.d/common-auth /etc/pam.d/common-account \
    /etc/pam.d/common-session /etc/pam.d/system-auth /etc/pam.d/password-auth 2>/dev/null |
    sed -n 's/^[^#].*\(pam_[a-z0-9_]*\.so\).*/\1/p' | sort -u); do
    files="$files */$module"
  done
  for service in $(sed -n 's/^passwd://p' /etc/nsswitch.conf 2>/dev/null); do
    case $service in *[!a-z]*) ;; *) files="$files */libnss_$service.so.2" ;; esac
  done
  printf '%s' "$files"
}
