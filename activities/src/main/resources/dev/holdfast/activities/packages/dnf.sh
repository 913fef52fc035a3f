# dnf_python: the interpreter of dnf, as its first line names it; fails where there is no dnf that is written in Python
dnf_python() {
  program=$(command -v dnf) || return 1
  line=$(head -n 1 -- "$program" 2>/dev/null | tr -d '\0')
  case $line in '#!'*python*) ;; *) return 1 ;; esac
  set -- ${line#??}
  "$1" -I -c 'import dnf' 2>/dev/null && printf %s "$1"
}

# dnf_program VERB: the program below, which reads what it is asked from the environment
dnf_program() {
  export wanted asked_packages purged held not_held automatic lock_seconds needed_files
  "$(dnf_python)" -I -c "$program_of_dnf" "$1"
}

