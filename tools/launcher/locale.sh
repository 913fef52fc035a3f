# The JVM reads its arguments and the names of files by the locale's encoding. cron, units and CI have no
# locale, and in that every letter beyond ASCII would become another one.

# speaks_utf8: the locale is there and its encoding is UTF-8.
speaks_utf8() {
  local letter=$'\xc3\xbc'
  ((${#letter} == 1))
}

# use_utf8: takes a UTF-8 locale where the user's is none. HOLDFAST_LC_ALL then says what LC_ALL was, for
# programs of the user's own that are started later; empty if it was not set.
use_utf8() {
  speaks_utf8 && return
  local theirs="${LC_ALL-}" name
  for name in C.UTF-8 C.utf8 en_US.UTF-8 UTF-8; do
    # Bash complains of a locale that is not there.
    { LC_ALL="$name"; } 2>/dev/null
    if speaks_utf8; then
      export LC_ALL HOLDFAST_LC_ALL="$theirs"
      return
    fi
  done
  # The command refuses what it cannot read for certain.
  if [[ -n "$theirs" ]]; then LC_ALL="$theirs"; else unset LC_ALL; fi
}
