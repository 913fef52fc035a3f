# The facts come from the package manager that the server has.
case $(package_manager) in
  apt) packages_facts ;;
  dnf)
    wanted= purged= held= not_held= automatic= lock_seconds=30 needed_files=$(needed_files "$login")
    dnf_program facts
    ;;
  zypper)
    wanted=$asked_packages lock_seconds=30
    zypper_facts
    ;;
esac
