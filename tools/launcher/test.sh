# `./holdfast test`: the project's own tests.

run_tests() {
  local goal=verify
  case "${1:-}" in
    "") ;;
    --fast) goal=test ;;
    -h | --help)
      printf 'Usage: holdfast test [--fast]\nRuns all tests, or with --fast those that need no Docker and no platform.\n'
      exit 0
      ;;
    *)
      say "holdfast: test knows --fast only, not $1"
      exit 2
      ;;
  esac
  find_maven || exit 1
  # The end-to-end tests need the real Temporal server.
  if [[ "$goal" == verify ]] && temporal_stale; then
    mkdir -p "$built/bin" "$built/logs"
    exec 8>"$built/build.lock"
    flock 8
    if temporal_stale; then
      build_temporal 8>&- || exit 1
    fi
    exec 8>&-
  fi
  cd "$root"
  # The fast tests wait for processes more than for the processor: two modules at a time. The lab's measure timeouts
  # on real servers, and have the machine to themselves.
  local at_a_time=1
  [[ "$goal" == test ]] && at_a_time=2
  exec mvn -B -T "$at_a_time" "$goal"
}
