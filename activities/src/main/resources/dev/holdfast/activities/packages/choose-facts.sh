# The facts come from the package manager that the server has.
if command -v apt-get >/dev/null; then
  packages_facts
elif dnf_python >/dev/null; then
  wanted= purged= held= not_held= automatic= lock_seconds=30 needed_files=$(needed_files "$login")
  dnf_program facts
fi
