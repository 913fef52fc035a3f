# package_manager: the one that the server is made with; nothing where Holdfast knows none. Fedora offers zypper too, and
# openSUSE dnf, and neither is what the server keeps itself up to date with.
package_manager() {
  if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    echo apt
  elif command -v zypper >/dev/null && { grep -Eq '^ID(_LIKE)?=.*suse' /etc/os-release || ! dnf_python >/dev/null; }; then
    echo zypper
  elif dnf_python >/dev/null; then
    echo dnf
  fi
}
